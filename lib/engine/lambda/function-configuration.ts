import type { FunctionConfiguration, LastUpdateStatusReasonCode } from "@aws-sdk/client-lambda";
import { functionArn } from "./function-name.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";
import { type RuntimeInUse, runtimeVersionArn } from "./runtimes.ts";
import { stateOf } from "./version-state.ts";

export interface ConfigurationView {
  nowMs: number;
  accountId: string;
  /** As the caller asked: it ends the answer's ARN. Without it a published version ends in its number. */
  qualifier?: string | undefined;
  /** Told when one function is read. */
  inUse?: RuntimeInUse;
}

/** AWS's answer about one version, with its state. */
export function describeConfiguration(
  fn: FunctionRecord,
  record: VersionRecord,
  view: ConfigurationView,
): FunctionConfiguration {
  return {
    ...listConfiguration(fn, record, view),
    RuntimeVersionConfig: {
      RuntimeVersionArn:
        record.runtimeManagement?.runtimeVersionArn ??
        runtimeVersionArn(fn.region, record.configuration.runtime, view.inUse?.nearest),
      ...(view.inUse?.missing && {
        Error: { ErrorCode: "Runtime.InvalidRuntime", Message: view.inUse.missing },
      }),
    },
    ...describeState(record, view.nowMs),
  };
}

/** The shorter form of ListFunctions and ListVersionsByFunction: nothing about states. */
export function listConfiguration(
  fn: FunctionRecord,
  record: VersionRecord,
  { nowMs, accountId, qualifier }: ConfigurationView,
): FunctionConfiguration {
  const { configuration } = record;
  const suffix = qualifier ?? (record.version === "$LATEST" ? undefined : record.version);
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(fn.region, accountId, fn.name, suffix),
    Runtime: configuration.runtime,
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: configuration.codeSizeBytes,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMb,
    LastModified: awsTimestamp(record.lastModifiedMs),
    CodeSha256: configuration.codeSha256,
    Version: record.version,
    ...(configuration.environment && { Environment: { Variables: configuration.environment } }),
    ...(configuration.deadLetterTargetArn && {
      DeadLetterConfig: { TargetArn: configuration.deadLetterTargetArn },
    }),
    ...(configuration.layers?.length && {
      Layers: configuration.layers.map(({ arn, codeSizeBytes }) => ({
        Arn: arn,
        CodeSize: codeSizeBytes,
      })),
    }),
    TracingConfig: { Mode: configuration.tracingMode },
    RevisionId: stateOf(record, nowMs).revisionId,
    PackageType: "Zip",
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorageMb },
    SnapStart: {
      ApplyOn: configuration.snapStartApplyOn,
      OptimizationStatus:
        configuration.snapStartApplyOn === "PublishedVersions" && record.version !== "$LATEST"
          ? "On"
          : "Off",
    },
    ...(configuration.tenantIsolationMode && {
      TenancyConfig: { TenantIsolationMode: configuration.tenantIsolationMode },
    }),
    LoggingConfig: {
      LogFormat: configuration.logging.format,
      ...(configuration.logging.applicationLogLevel && {
        ApplicationLogLevel: configuration.logging.applicationLogLevel,
      }),
      ...(configuration.logging.systemLogLevel && {
        SystemLogLevel: configuration.logging.systemLogLevel,
      }),
      LogGroup: configuration.logging.logGroup,
    },
  };
}

// AWS really answers with this code, which its own API model does not list for updates.
const updateReasonCode = "Creating" as string as LastUpdateStatusReasonCode;

/** AWS gives the reason "is being created" for updates too. */
function describeState(record: VersionRecord, nowMs: number): Partial<FunctionConfiguration> {
  const { state, lastUpdateStatus } = stateOf(record, nowMs);
  const reason = "The function is being created.";
  if (state === "Pending")
    return { State: state, StateReason: reason, StateReasonCode: "Creating" };
  if (lastUpdateStatus === "InProgress")
    return {
      State: state,
      LastUpdateStatus: "InProgress",
      LastUpdateStatusReason: reason,
      LastUpdateStatusReasonCode: updateReasonCode,
    };
  return { State: state, LastUpdateStatus: "Successful" };
}

/** Lambda's own form: `2026-11-21T10:00:00.000+0000`. */
export function awsTimestamp(timeMs: number): string {
  return new Date(timeMs).toISOString().replace("Z", "+0000");
}
