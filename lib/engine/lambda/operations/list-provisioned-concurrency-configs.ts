import type {
  ListProvisionedConcurrencyConfigsRequest,
  ListProvisionedConcurrencyConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";
import { describeProvisioned } from "../provisioned-status.ts";

const pageLimit = 50;

export function listProvisionedConcurrencyConfigs(
  deps: LambdaDeps,
  input: ListProvisionedConcurrencyConfigsRequest,
  context: CallContext,
): ListProvisionedConcurrencyConfigsResponse {
  const fn = findFunction(deps, context, input.FunctionName);
  const { items, nextMarker } = pageOf(
    Object.entries(fn.provisioned).sort(([a], [b]) => (a < b ? -1 : 1)),
    ([qualifier]) => qualifier,
    input.Marker,
    input.MaxItems ?? pageLimit,
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    ProvisionedConcurrencyConfigs: items.map(([qualifier, config]) => ({
      FunctionArn: deps.functions.arn(fn.region, fn.name, qualifier),
      ...describeProvisioned(deps, fn, qualifier, config),
    })),
  };
}
