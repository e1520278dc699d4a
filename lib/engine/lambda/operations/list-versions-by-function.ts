import type {
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import { listConfiguration } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

export function listVersionsByFunction(
  deps: LambdaDeps,
  input: ListVersionsByFunctionRequest,
  context: CallContext,
): ListVersionsByFunctionResponse {
  const fn = findFunction(deps, context, input.FunctionName);
  const { items, nextMarker } = pageOf(
    [fn.latest, ...Object.values(fn.versions)],
    ({ version }) => version.padStart(12),
    input.Marker,
    Math.min(input.MaxItems ?? pageLimit, pageLimit),
  );
  const view = { nowMs: deps.clock.now(), accountId: context.accountId };
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    Versions: items.map((version) =>
      listConfiguration(fn, version, { ...view, qualifier: version.version }),
    ),
  };
}
