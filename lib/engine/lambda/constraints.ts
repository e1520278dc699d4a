import type { Constraint, ConstraintTable } from "../http/validate-input.ts";
import { codeSource } from "./code-constraints.ts";
import { codeSigningConfigArn, codeSigningConstraints } from "./code-signing/constraints.ts";
import { anyFunctionName, sourceArnPattern, tagKey, tags } from "./common-constraints.ts";
import { regionPattern } from "./function-name.ts";
import { layerConstraints, layerVersionArn } from "./layers/constraints.ts";

// AWS's own constraints (API model 2015-03-31) for what the engine implements. Two limits are those of
// ordinary functions, since managed instances are not imitated: 900 seconds and 10,240 MB.

const functionName: Constraint = {
  required: true,
  min: 1,
  max: 140,
  pattern: `(arn:(aws[a-zA-Z-]*)?:lambda:)?(${regionPattern}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
};
const qualifier: Constraint = {
  min: 1,
  max: 128,
  pattern: "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+",
};
/** A URL belongs to a function or an alias, never to a version. */
const onUrl: Record<string, Constraint> = {
  FunctionName: {
    required: true,
    min: 1,
    max: 140,
    pattern: `(arn:(aws[a-zA-Z-]*)?:lambda:)?(${regionPattern}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]{1,64})(:((?!\\d+$)[0-9a-zA-Z-_]+))?`,
  },
  Qualifier: { min: 1, max: 128, pattern: "((?!^\\d+$)^[0-9a-zA-Z-_]+$)" },
};
const corsHeader: Constraint = { min: 0, max: 1024, pattern: ".*" };
const urlSettings: Record<string, Constraint> = {
  AuthType: { enum: ["NONE", "AWS_IAM"] },
  "Cors.AllowHeaders": { min: 0, max: 100 },
  "Cors.AllowHeaders[]": corsHeader,
  "Cors.AllowMethods": { min: 0, max: 6 },
  "Cors.AllowMethods[]": { min: 0, max: 6, pattern: ".*" },
  "Cors.AllowOrigins": { min: 0, max: 100 },
  "Cors.AllowOrigins[]": { min: 1, max: 253, pattern: ".*" },
  "Cors.ExposeHeaders": { min: 0, max: 100 },
  "Cors.ExposeHeaders[]": corsHeader,
  "Cors.MaxAge": { min: 0, max: 86_400 },
  InvokeMode: { enum: ["BUFFERED", "RESPONSE_STREAM"] },
};
const provisionedQualifier: Constraint = {
  required: true,
  min: 1,
  max: 128,
  pattern: "(|[a-zA-Z0-9$_-]+)",
};
const aliasName: Constraint = {
  required: true,
  min: 1,
  max: 128,
  pattern: "(?!^[0-9]+$)([a-zA-Z0-9-_]+)",
};
const aliasVersion: Constraint = {
  min: 1,
  max: 1024,
  pattern: "(\\$LATEST(\\.PUBLISHED)?|[0-9]+)",
};
const description: Constraint = { min: 0, max: 256 };
const arn: Constraint = { min: 0, max: 10000, pattern: sourceArnPattern };
const destination: Constraint = {
  min: 0,
  max: 350,
  pattern: `$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|${sourceArnPattern}`,
};
const taggable: Constraint = {
  required: true,
  min: 1,
  max: 10000,
  pattern: `arn:(aws[a-zA-Z-]*):lambda:${regionPattern}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(capacity-provider|network-connector):[a-zA-Z0-9-_]{1,64})`,
};
const role: Constraint = {
  min: 0,
  max: 10000,
  pattern: "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
};
const uuid: Constraint = { required: true, min: 36, max: 36 };
const bigPage: Constraint = { min: 1, max: 10000 };
const smallPage: Constraint = { min: 1, max: 50 };

const onFunction = { FunctionName: functionName };
const onVersion = { FunctionName: anyFunctionName, Qualifier: qualifier };
const onProvisioned = { FunctionName: functionName, Qualifier: provisionedQualifier };

const architectures: Record<string, Constraint> = {
  Architectures: { min: 1, max: 1 },
  "Architectures[]": { enum: ["x86_64", "arm64"] },
};

const configuration: Record<string, Constraint> = {
  Handler: { min: 0, max: 128, pattern: "[^\\s]+" },
  Description: description,
  Timeout: { min: 1, max: 900 },
  MemorySize: { min: 128, max: 10240 },
  "VpcConfig.SubnetIds": { min: 0, max: 16 },
  "VpcConfig.SubnetIds[]": {
    min: 0,
    max: 1024,
    pattern: "subnet-[0-9a-z]*",
    nullable: true,
  },
  "VpcConfig.SecurityGroupIds": { min: 0, max: 5 },
  "VpcConfig.SecurityGroupIds[]": {
    min: 0,
    max: 1024,
    pattern: "sg-[0-9a-zA-Z]*",
    nullable: true,
  },
  "DeadLetterConfig.TargetArn": {
    min: 0,
    max: 10000,
    pattern: "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
  },
  "Environment.Variables{key}": { pattern: "[a-zA-Z]([a-zA-Z0-9_])+" },
  "TracingConfig.Mode": { enum: ["Active", "PassThrough"] },
  "Layers[]": layerVersionArn,
  "EphemeralStorage.Size": { required: true, min: 512, max: 10240 },
  "SnapStart.ApplyOn": { enum: ["PublishedVersions", "None"] },
  "LoggingConfig.LogFormat": { enum: ["JSON", "Text"] },
  "LoggingConfig.ApplicationLogLevel": {
    enum: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
  },
  "LoggingConfig.SystemLogLevel": { enum: ["DEBUG", "INFO", "WARN"] },
  "LoggingConfig.LogGroup": { min: 1, max: 512, pattern: "[\\.\\-_/#A-Za-z0-9]+" },
};

const routing: Record<string, Constraint> = {
  "RoutingConfig.AdditionalVersionWeights{key}": { min: 1, max: 1024, pattern: "[0-9]+" },
  "RoutingConfig.AdditionalVersionWeights{value}": { min: 0, max: 1, double: true },
};

const eventInvoke: Record<string, Constraint> = {
  ...onVersion,
  MaximumRetryAttempts: { min: 0, max: 2 },
  MaximumEventAgeInSeconds: { min: 60, max: 21600 },
  "DestinationConfig.OnSuccess.Destination": destination,
  "DestinationConfig.OnFailure.Destination": destination,
};

const mapping: Record<string, Constraint> = {
  BatchSize: { min: 1, max: 10000 },
  "FilterCriteria.Filters[].Pattern": { min: 0, max: 4096, pattern: "[\\s\\S]*" },
  "MetricsConfig.Metrics": { min: 0, max: 3 },
  "MetricsConfig.Metrics[]": { enum: ["EventCount", "ErrorCount", "KafkaMetrics"] },
  "LoggingConfig.SystemLogLevel": { enum: ["DEBUG", "INFO", "WARN"] },
  "ScalingConfig.MaximumConcurrency": { min: 2, max: 1000 },
  "ProvisionedPollerConfig.MinimumPollers": { min: 1, max: 200 },
  "ProvisionedPollerConfig.MaximumPollers": { min: 1, max: 10000 },
  "ProvisionedPollerConfig.PollerGroupName": { min: 0, max: 128, pattern: "[a-zA-Z0-9-_]*" },
  MaximumBatchingWindowInSeconds: { min: 0, max: 300 },
  ParallelizationFactor: { min: 1, max: 10 },
  "DestinationConfig.OnSuccess.Destination": destination,
  "DestinationConfig.OnFailure.Destination": destination,
  MaximumRecordAgeInSeconds: { min: -1, max: 604800 },
  MaximumRetryAttempts: { min: -1, max: 10000 },
  TumblingWindowInSeconds: { min: 0, max: 900 },
  FunctionResponseTypes: { min: 0, max: 1 },
  "FunctionResponseTypes[]": { enum: ["ReportBatchItemFailures"] },
};

const invoke: Record<string, Constraint> = {
  ...onVersion,
  LogType: { enum: ["None", "Tail"] },
  TenantId: { min: 1, max: 256, pattern: "[a-zA-Z0-9\\._:\\/=+\\-@ ]+" },
};

/** Runtime is left out: AWS answers an unknown one with a text of its own. */
export const lambdaConstraints: ConstraintTable = {
  ...codeSigningConstraints,
  ...layerConstraints,
  AddPermission: {
    ...onVersion,
    StatementId: { required: true, min: 1, max: 100, pattern: "([a-zA-Z0-9-_]+)" },
    Action: {
      required: true,
      min: 0,
      max: 10000,
      pattern: "(lambda:[*]|lambda:[a-zA-Z]+|[*])",
    },
    Principal: { required: true, min: 0, max: 2048, pattern: "[^\\s]+" },
    SourceArn: arn,
    FunctionUrlAuthType: { enum: ["NONE", "AWS_IAM"] },
    SourceAccount: { min: 0, max: 12, pattern: "\\d{12}" },
    EventSourceToken: { min: 0, max: 256, pattern: "[a-zA-Z0-9._\\-]+" },
    PrincipalOrgID: { min: 12, max: 34, pattern: "o-[a-z0-9]{10,32}" },
  },
  CreateAlias: {
    ...onFunction,
    Name: aliasName,
    FunctionVersion: { ...aliasVersion, required: true },
    Description: description,
    ...routing,
  },
  CreateEventSourceMapping: {
    ...mapping,
    FunctionName: anyFunctionName,
    EventSourceArn: arn,
    StartingPosition: { enum: ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"] },
    ...tags,
  },
  CreateFunction: {
    ...onFunction,
    ...configuration,
    ...architectures,
    Role: { ...role, required: true },
    Code: { required: true },
    ...codeSource("Code."),
    PackageType: { enum: ["Zip", "Image"] },
    CodeSigningConfigArn: codeSigningConfigArn,
    "TenancyConfig.TenantIsolationMode": { required: true, enum: ["PER_TENANT"] },
    ...tags,
  },
  CreateFunctionUrlConfig: {
    ...onUrl,
    ...urlSettings,
    AuthType: { enum: ["NONE", "AWS_IAM"], required: true },
  },
  DeleteAlias: { ...onFunction, Name: aliasName },
  DeleteEventSourceMapping: { UUID: uuid },
  DeleteFunction: onVersion,
  DeleteFunctionConcurrency: onFunction,
  DeleteFunctionEventInvokeConfig: onVersion,
  DeleteFunctionUrlConfig: onUrl,
  DeleteProvisionedConcurrencyConfig: onProvisioned,
  GetAlias: { ...onFunction, Name: aliasName },
  GetEventSourceMapping: { UUID: uuid },
  GetFunction: onVersion,
  GetFunctionConcurrency: onFunction,
  GetFunctionConfiguration: onVersion,
  GetFunctionEventInvokeConfig: onVersion,
  GetFunctionRecursionConfig: onFunction,
  GetFunctionUrlConfig: onUrl,
  GetPolicy: onVersion,
  GetProvisionedConcurrencyConfig: onProvisioned,
  GetRuntimeManagementConfig: onVersion,
  Invoke: { ...invoke, InvocationType: { enum: ["Event", "RequestResponse", "DryRun"] } },
  InvokeAsync: { FunctionName: anyFunctionName, InvokeArgs: { required: true } },
  InvokeWithResponseStream: { ...invoke, InvocationType: { enum: ["RequestResponse", "DryRun"] } },
  ListAliases: { ...onFunction, FunctionVersion: aliasVersion, MaxItems: bigPage },
  ListEventSourceMappings: {
    EventSourceArn: arn,
    FunctionName: { ...anyFunctionName, required: false },
    MaxItems: bigPage,
  },
  ListFunctionEventInvokeConfigs: { FunctionName: anyFunctionName, MaxItems: smallPage },
  ListFunctionUrlConfigs: { ...onUrl, MaxItems: smallPage },
  ListFunctions: {
    MasterRegion: { min: 1, max: 50, pattern: `ALL|${regionPattern}` },
    FunctionVersion: { enum: ["ALL"] },
    MaxItems: bigPage,
  },
  ListProvisionedConcurrencyConfigs: { ...onFunction, MaxItems: smallPage },
  ListTags: { Resource: taggable },
  ListVersionsByFunction: { FunctionName: anyFunctionName, MaxItems: bigPage },
  PublishVersion: { ...onFunction, Description: description },
  PutFunctionConcurrency: {
    ...onFunction,
    ReservedConcurrentExecutions: { required: true, min: 0 },
  },
  PutFunctionEventInvokeConfig: eventInvoke,
  PutFunctionRecursionConfig: {
    ...onFunction,
    RecursiveLoop: { required: true, enum: ["Allow", "Terminate"] },
  },
  PutProvisionedConcurrencyConfig: {
    ...onProvisioned,
    ProvisionedConcurrentExecutions: { required: true, min: 1 },
  },
  PutRuntimeManagementConfig: {
    ...onVersion,
    UpdateRuntimeOn: { required: true, enum: ["Auto", "Manual", "FunctionUpdate"] },
    RuntimeVersionArn: {
      min: 26,
      max: 2048,
      pattern: `arn:(aws[a-zA-Z-]*):lambda:${regionPattern}::runtime:.+`,
    },
  },
  RemovePermission: {
    ...onVersion,
    StatementId: { required: true, min: 1, max: 100, pattern: "([a-zA-Z0-9-_.]+)" },
  },
  TagResource: {
    Resource: taggable,
    Tags: { required: true },
    ...tags,
  },
  UntagResource: { Resource: taggable, TagKeys: { required: true }, "TagKeys[]": tagKey },
  UpdateAlias: {
    ...onFunction,
    Name: aliasName,
    FunctionVersion: aliasVersion,
    Description: description,
    ...routing,
  },
  UpdateEventSourceMapping: {
    ...mapping,
    UUID: uuid,
    FunctionName: { ...anyFunctionName, required: false },
  },
  UpdateFunctionCode: { ...onFunction, ...codeSource(""), ...architectures },
  UpdateFunctionConfiguration: { ...onFunction, ...configuration, Role: role },
  UpdateFunctionEventInvokeConfig: eventInvoke,
  UpdateFunctionUrlConfig: { ...onUrl, ...urlSettings },
};
