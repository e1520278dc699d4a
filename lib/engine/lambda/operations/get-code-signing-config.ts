import type {
  GetCodeSigningConfigRequest,
  GetCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeCodeSigning, findCodeSigning } from "../code-signing/code-signing-rules.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getCodeSigningConfig(
  deps: LambdaDeps,
  input: GetCodeSigningConfigRequest,
  context: CallContext,
): GetCodeSigningConfigResponse {
  const config = findCodeSigning(deps, input.CodeSigningConfigArn, context);
  return { CodeSigningConfig: describeCodeSigning(context, config) };
}
