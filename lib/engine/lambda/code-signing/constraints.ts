import type { Constraint, ConstraintTable } from "../../http/validate-input.ts";
import { anyFunctionName, sourceArnPattern, tags } from "../common-constraints.ts";
import { regionPattern } from "../function-name.ts";

// AWS's own constraints (API model 2015-03-31) for the operations on code signing configurations.

export const codeSigningConfigArn: Constraint = {
  min: 0,
  max: 200,
  pattern: `arn:(aws[a-zA-Z-]*)?:lambda:${regionPattern}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}`,
};

const onConfig = { CodeSigningConfigArn: { ...codeSigningConfigArn, required: true } };
const settings: Record<string, Constraint> = {
  Description: { min: 0, max: 256 },
  "AllowedPublishers.SigningProfileVersionArns": { required: true, min: 1, max: 20 },
  "AllowedPublishers.SigningProfileVersionArns[]": {
    min: 0,
    max: 10000,
    pattern: sourceArnPattern,
  },
  "CodeSigningPolicies.UntrustedArtifactOnDeployment": { enum: ["Warn", "Enforce"] },
};
const page = { MaxItems: { min: 1, max: 10000 } };

export const codeSigningConstraints: ConstraintTable = {
  CreateCodeSigningConfig: { AllowedPublishers: { required: true }, ...settings, ...tags },
  DeleteCodeSigningConfig: onConfig,
  DeleteFunctionCodeSigningConfig: { FunctionName: anyFunctionName },
  GetCodeSigningConfig: onConfig,
  GetFunctionCodeSigningConfig: { FunctionName: anyFunctionName },
  ListCodeSigningConfigs: page,
  ListFunctionsByCodeSigningConfig: { ...onConfig, ...page },
  PutFunctionCodeSigningConfig: { ...onConfig, FunctionName: anyFunctionName },
  UpdateCodeSigningConfig: { ...onConfig, ...settings },
};
