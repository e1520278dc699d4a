import type { Constraint, ConstraintTable } from "../../http/validate-input.ts";
import { codeSource } from "../code-constraints.ts";
import { regionPattern } from "../function-name.ts";
import { acceptedRuntimes, knownRuntimes } from "../runtimes.ts";

// AWS's own constraints (API model 2015-03-31) for the operations on layers.

const layerPattern = `arn:(aws[a-zA-Z-]*)?:lambda:${regionPattern}:\\d{12}:layer:[a-zA-Z0-9-_]+`;

/** The ARN of a layer version, ours or one of AWS's own. */
export const layerVersionArn: Constraint = {
  min: 1,
  max: 2048,
  pattern: `((${layerPattern}:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))`,
};

const layerName: Constraint = {
  required: true,
  min: 1,
  max: 140,
  pattern: `(${layerPattern})|[a-zA-Z0-9-_]+`,
};
const onVersion = { LayerName: layerName, VersionNumber: { required: true } };
const architectures = ["x86_64", "arm64"];
const statementId: Constraint = {
  required: true,
  min: 1,
  max: 100,
  pattern: "([a-zA-Z0-9-_]+)",
};
const list: Record<string, Constraint> = {
  CompatibleArchitecture: { enum: architectures },
  CompatibleRuntime: { enum: knownRuntimes },
  MaxItems: { min: 1, max: 50 },
};

export const layerConstraints: ConstraintTable = {
  AddLayerVersionPermission: {
    ...onVersion,
    StatementId: statementId,
    Action: { required: true, min: 0, max: 22, pattern: "lambda:GetLayerVersion" },
    Principal: {
      required: true,
      min: 0,
      max: 10000,
      pattern: "\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root",
    },
    OrganizationId: { min: 0, max: 34, pattern: "o-[a-z0-9]{10,32}" },
  },
  DeleteLayerVersion: onVersion,
  GetLayerVersion: onVersion,
  GetLayerVersionByArn: { Arn: { ...layerVersionArn, required: true } },
  GetLayerVersionPolicy: onVersion,
  ListLayerVersions: { LayerName: layerName, ...list },
  ListLayers: list,
  PublishLayerVersion: {
    LayerName: layerName,
    Content: { required: true },
    Description: { min: 0, max: 256 },
    ...codeSource("Content."),
    CompatibleRuntimes: { min: 0, max: 15 },
    "CompatibleRuntimes[]": { enum: acceptedRuntimes, nullable: true },
    CompatibleArchitectures: { min: 0, max: 2 },
    "CompatibleArchitectures[]": { enum: architectures, nullable: true },
    LicenseInfo: { min: 0, max: 512, pattern: ".*" },
  },
  RemoveLayerVersionPermission: { ...onVersion, StatementId: statementId },
};
