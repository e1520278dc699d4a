import type {
  GetProvisionedConcurrencyConfigRequest,
  GetProvisionedConcurrencyConfigResponse,
} from "@aws-sdk/client-lambda";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { findProvisionable } from "../find-provisioned.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeProvisioned } from "../provisioned-status.ts";

export function getProvisionedConcurrencyConfig(
  deps: LambdaDeps,
  input: GetProvisionedConcurrencyConfigRequest,
  context: CallContext,
): GetProvisionedConcurrencyConfigResponse {
  const { fn, qualifier } = findProvisionable(
    deps,
    context,
    input,
    "The function resource provided must be an alias or a published version.",
  );
  const config = ownValue(fn.provisioned, qualifier);
  if (!config)
    throw new ServiceError(
      "ProvisionedConcurrencyConfigNotFoundException",
      "No Provisioned Concurrency Config found for this function",
      404,
      { Type: "User" },
    );
  return describeProvisioned(deps, fn, qualifier, config);
}
