import type { CodeSigningConfig } from "@aws-sdk/client-lambda";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { awsTimestamp } from "../function-configuration.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import type { CodeSigningRecord } from "./code-signing-store.ts";

interface Caller {
  region: string;
  accountId: string;
}

export function codeSigningArn({ region, accountId }: Caller, id: string): string {
  return `arn:aws:lambda:${region}:${accountId}:code-signing-config:${id}`;
}

/** The configuration an ARN of the caller's region and account names; undefined when there is none. */
function lookUp({ codeSigning }: LambdaDeps, arn: string, caller: Caller) {
  const id = arn.split(":").at(-1) ?? "";
  return arn === codeSigningArn(caller, id) ? codeSigning.get(caller.region, id) : undefined;
}

/** For operations on configurations; throws AWS's error, which has no Type, when there is none. */
export function findCodeSigning(
  deps: LambdaDeps,
  arn: string | undefined,
  context: CallContext,
): CodeSigningRecord {
  const found = lookUp(deps, arn ?? "", context);
  if (found) return found;
  throw new ServiceError(
    "ResourceNotFoundException",
    `The Lambda code signing configuration ${arn} can not be found.`,
    404,
    { Type: undefined },
  );
}

/** For operations that give a function a configuration: their error is another one. */
export function findCodeSigningForFunction(
  deps: LambdaDeps,
  arn: string,
  context: CallContext,
): CodeSigningRecord {
  const found = lookUp(deps, arn, context);
  if (found) return found;
  throw new ServiceError(
    "CodeSigningConfigNotFoundException",
    `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
    404,
    { Type: "User" },
  );
}

/**
 * Refuses code under a configuration that enforces signatures: nothing the engine gets is signed, and
 * that is how AWS answers unsigned code.
 */
export function refuseUnsignedCode(
  { functions, codeSigning }: LambdaDeps,
  {
    region,
    name,
    codeSigningConfigId,
  }: Pick<FunctionRecord, "region" | "name" | "codeSigningConfigId">,
): void {
  const config = codeSigningConfigId && codeSigning.get(region, codeSigningConfigId);
  if (!config || config.untrustedArtifactOnDeployment === "Warn") return;
  throw new ServiceError(
    "CodeVerificationFailedException",
    `Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for ${functions.arn(region, name)}.`,
    400,
    { Type: "User" },
  );
}

export function describeCodeSigning(context: Caller, config: CodeSigningRecord): CodeSigningConfig {
  return {
    CodeSigningConfigId: config.id,
    CodeSigningConfigArn: codeSigningArn(context, config.id),
    ...(config.description !== undefined && { Description: config.description }),
    AllowedPublishers: { SigningProfileVersionArns: [...config.signingProfileVersionArns] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: config.untrustedArtifactOnDeployment },
    LastModified: awsTimestamp(config.lastModifiedMs),
  };
}

/** The functions of a region that have a configuration, in order of their names. */
export function functionsSignedBy(
  { functions }: LambdaDeps,
  { region, id }: CodeSigningRecord,
): string[] {
  return functions
    .names(region)
    .filter((name) => functions.get(region, name)?.codeSigningConfigId === id);
}
