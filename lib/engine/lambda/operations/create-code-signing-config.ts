import { randomBytes } from "node:crypto";
import type {
  CreateCodeSigningConfigRequest,
  CreateCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeCodeSigning } from "../code-signing/code-signing-rules.ts";
import type { CodeSigningRecord } from "../code-signing/code-signing-store.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { checkTagCount } from "../tags.ts";

export function createCodeSigningConfig(
  { codeSigning, clock }: LambdaDeps,
  input: CreateCodeSigningConfigRequest,
  context: CallContext,
): CreateCodeSigningConfigResponse {
  const { Tags: tags = {} } = input;
  checkTagCount(tags);
  const config: CodeSigningRecord = {
    region: context.region,
    id: `csc-${randomBytes(9).toString("hex").slice(0, 17)}`,
    description: input.Description,
    signingProfileVersionArns: input.AllowedPublishers?.SigningProfileVersionArns ?? [],
    untrustedArtifactOnDeployment:
      input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? "Warn",
    tags,
    lastModifiedMs: clock.now(),
  };
  codeSigning.save(config);
  return { CodeSigningConfig: describeCodeSigning(context, config) };
}
