import type {
  UpdateCodeSigningConfigRequest,
  UpdateCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeCodeSigning, findCodeSigning } from "../code-signing/code-signing-rules.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Members that are absent stay as they are. */
export function updateCodeSigningConfig(
  deps: LambdaDeps,
  input: UpdateCodeSigningConfigRequest,
  context: CallContext,
): UpdateCodeSigningConfigResponse {
  const before = findCodeSigning(deps, input.CodeSigningConfigArn, context);
  const config = {
    ...before,
    description: input.Description ?? before.description,
    signingProfileVersionArns:
      input.AllowedPublishers?.SigningProfileVersionArns ?? before.signingProfileVersionArns,
    untrustedArtifactOnDeployment:
      input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ??
      before.untrustedArtifactOnDeployment,
    lastModifiedMs: deps.clock.now(),
  };
  deps.codeSigning.save(config);
  return { CodeSigningConfig: describeCodeSigning(context, config) };
}
