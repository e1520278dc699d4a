import type {
  ListFunctionsByCodeSigningConfigRequest,
  ListFunctionsByCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findCodeSigning, functionsSignedBy } from "../code-signing/code-signing-rules.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

export function listFunctionsByCodeSigningConfig(
  deps: LambdaDeps,
  input: ListFunctionsByCodeSigningConfigRequest,
  context: CallContext,
): ListFunctionsByCodeSigningConfigResponse {
  const config = findCodeSigning(deps, input.CodeSigningConfigArn, context);
  const { items, nextMarker } = pageOf(
    functionsSignedBy(deps, config),
    (name) => name,
    input.Marker,
    Math.min(input.MaxItems ?? pageLimit, pageLimit),
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    FunctionArns: items.map((name) => deps.functions.arn(context.region, name)),
  };
}
