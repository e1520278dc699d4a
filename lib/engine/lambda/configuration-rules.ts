import type {
  CreateFunctionRequest,
  LoggingConfig,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { refuseFields } from "../http/refuse-fields.ts";
import { invalidParameter } from "./errors.ts";
import type { VersionConfiguration } from "./function-record.ts";
import type { LoggingSettings } from "./function-version.ts";
import { checkRuntime, supportsSnapStart } from "./runtimes.ts";

/** The members CreateFunction and UpdateFunctionConfiguration have in common. */
type ConfigurationInput = Partial<CreateFunctionRequest & UpdateFunctionConfigurationRequest>;

const environmentLimitBytes = 4096;

/** Variables the platform sets itself; AWS refuses a function that defines one. */
const reservedVariables = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_MAX_CONCURRENCY",
  "AWS_LAMBDA_METADATA_API",
  "AWS_LAMBDA_METADATA_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/**
 * `base` with the input's members over it, checked by AWS's rules. Members that are absent stay as
 * they are; members the engine does not imitate are refused. `layers` are those that the input names.
 */
export function applyConfiguration(
  base: VersionConfiguration,
  input: ConfigurationInput,
  layers = base.layers,
): VersionConfiguration {
  refuseUnsupported(input);
  if (input.Runtime !== undefined) checkRuntime(input.Runtime);
  const runtime = input.Runtime ?? base.runtime;
  const environment = input.Environment ? (input.Environment.Variables ?? {}) : base.environment;
  if (environment) checkEnvironment(environment);
  const { deadLetterTargetArn, ...rest } = base;
  const deadLetter = input.DeadLetterConfig
    ? input.DeadLetterConfig.TargetArn
    : deadLetterTargetArn;
  if (deadLetter) checkDeadLetterTarget(deadLetter);
  const configuration: VersionConfiguration = {
    ...rest,
    runtime,
    handler: input.Handler ?? base.handler,
    role: input.Role ?? base.role,
    description: input.Description ?? base.description,
    memoryMb: input.MemorySize ?? base.memoryMb,
    timeoutSeconds: input.Timeout ?? base.timeoutSeconds,
    ...(environment && { environment }),
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? base.ephemeralStorageMb,
    tracingMode: input.TracingConfig?.Mode ?? base.tracingMode,
    snapStartApplyOn: input.SnapStart?.ApplyOn ?? base.snapStartApplyOn,
    logging: applyLogging(base.logging, input.LoggingConfig),
    ...(layers && { layers }),
    ...(deadLetter && { deadLetterTargetArn: deadLetter }),
    ...(input.TenancyConfig && { tenantIsolationMode: input.TenancyConfig.TenantIsolationMode }),
  };
  if (configuration.snapStartApplyOn === "PublishedVersions") checkSnapStart(configuration);
  return configuration;
}

/** What SnapStart does not go together with (Developer Guide, "Improving startup performance"). */
function checkSnapStart(configuration: VersionConfiguration): void {
  const { runtime, ephemeralStorageMb, tenantIsolationMode } = configuration;
  const refuse = (feature: string) =>
    invalidParameter(`${feature} is not supported for SnapStart enabled functions.`);
  if (!supportsSnapStart(runtime)) throw refuse(runtime);
  if (ephemeralStorageMb > 512) throw refuse("Ephemeral storage of more than 512 MB");
  if (tenantIsolationMode) throw refuse("Tenant isolation");
}

/** Levels belong to the JSON format: it begins with INFO, and Text drops them. */
function applyLogging(base: LoggingSettings, input: LoggingConfig | undefined): LoggingSettings {
  const format = input?.LogFormat ?? base.format;
  const logGroup = input?.LogGroup ?? base.logGroup;
  if (format === "JSON")
    return {
      logGroup,
      format,
      applicationLogLevel: input?.ApplicationLogLevel ?? base.applicationLogLevel ?? "INFO",
      systemLogLevel: input?.SystemLogLevel ?? base.systemLogLevel ?? "INFO",
    };
  if (input?.ApplicationLogLevel ?? input?.SystemLogLevel)
    throw invalidParameter(
      'LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or change the LogFormat to "Json" and try again.',
    );
  return { logGroup, format };
}

function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((key) => reservedVariables.has(key));
  if (reserved.length > 0)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > environmentLimitBytes)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
}

function checkDeadLetterTarget(arn: string): void {
  if (!/^arn:aws[a-zA-Z-]*:(sqs|sns):/.test(arn))
    throw invalidParameter(
      `The dead-letter target ${arn} is neither an SQS queue nor an SNS topic.`,
    );
  if (arn.endsWith(".fifo"))
    throw invalidParameter(
      `The dead-letter target ${arn} is a FIFO queue or topic; use a standard one.`,
    );
}

function refuseUnsupported(input: ConfigurationInput): void {
  const subnets = input.VpcConfig?.SubnetIds ?? [];
  if (subnets.length > 0)
    throw invalidParameter(
      `Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID '${subnets[0]}' does not exist`,
    );
  refuseFields(
    "InvalidParameterValueException",
    {
      ...input,
      VpcConfig: input.VpcConfig?.SecurityGroupIds,
      PackageType: input.PackageType === "Zip" ? undefined : input.PackageType,
    },
    {
      VpcConfig: "there is no virtual private cloud; functions use this machine's network.",
      PackageType: "functions run from zip files, not from container images.",
      ImageConfig: "functions run from zip files, not from container images.",
      FileSystemConfigs: "there are no network file systems to mount.",
      KMSKeyArn: "there is no key management; variables are kept as they are.",
      CapacityProviderConfig: "there are no managed instances.",
      DurableConfig: "durable executions are not imitated.",
      PublishTo: "there are no managed instances to publish to.",
    },
  );
}
