import type {
  Cors,
  FunctionUrlAuthType,
  InvokeMode,
  RecursiveLoop,
  Runtime,
  SnapStartApplyOn,
  TenantIsolationMode,
  UpdateRuntimeOn,
} from "@aws-sdk/client-lambda";
import type { LoggingSettings } from "./function-version.ts";

/** A layer version as a function uses it: it stays in use after it was deleted. */
export interface FunctionLayer {
  arn: string;
  /** Base64, of the zip. */
  codeSha256: string;
  codeSizeBytes: number;
}

/** What UpdateFunctionCode and UpdateFunctionConfiguration change and PublishVersion freezes. */
export interface VersionConfiguration {
  runtime: Runtime;
  handler: string;
  role: string;
  description: string;
  memoryMb: number;
  timeoutSeconds: number;
  /** Absent when it was never given: AWS then leaves `Environment` out of its answers. */
  environment?: Readonly<Record<string, string>>;
  ephemeralStorageMb: number;
  architecture: "x86_64" | "arm64";
  logging: LoggingSettings;
  tracingMode: "Active" | "PassThrough";
  deadLetterTargetArn?: string;
  /** Later ones lie over earlier ones. */
  layers?: readonly FunctionLayer[];
  /** Kept and answered as on AWS; the engine starts every version with an ordinary initialisation. */
  snapStartApplyOn: SnapStartApplyOn;
  /** Each tenant has environments of its own; chosen when the function is made, for good. */
  tenantIsolationMode?: TenantIsolationMode | undefined;
  /** Base64, of the zip. */
  codeSha256: string;
  codeSizeBytes: number;
}

/** How a version's runtime is to be updated. */
interface RuntimeManagement {
  updateRuntimeOn: UpdateRuntimeOn;
  /** Only with Manual: the runtime version to stay with. */
  runtimeVersionArn?: string | undefined;
}

/**
 * One version. Its state follows from the clock: until `settlesAtMs` a created version is Pending and
 * an updated one is InProgress (and still serves `served`); after it the version is Active, its last
 * update Successful and `settledRevisionId` its revision.
 */
export interface VersionRecord {
  version: string;
  configuration: VersionConfiguration;
  /** Changes with every update of code or configuration, and with nothing else. */
  configurationId: string;
  served?: { configuration: VersionConfiguration; configurationId: string };
  /** Absent: Auto. */
  runtimeManagement?: RuntimeManagement | undefined;
  settling: "create" | "update";
  settlesAtMs: number;
  revisionId: string;
  settledRevisionId: string;
  lastModifiedMs: number;
}

export interface AliasRecord {
  name: string;
  version: string;
  description: string;
  /** At most one further version with its share, 0 to 1. */
  weights: Readonly<Record<string, number>>;
  revisionId: string;
}

export interface PolicyRecord {
  statements: readonly PolicyStatement[];
  revisionId: string;
}

export interface PolicyStatement {
  Sid: string;
  Effect: "Allow";
  Principal: string | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

export interface EventInvokeRecord {
  maximumRetryAttempts?: number;
  maximumEventAgeSeconds?: number;
  onSuccessArn?: string;
  onFailureArn?: string;
  lastModifiedMs: number;
}

export interface ProvisionedRecord {
  requested: number;
  lastModifiedMs: number;
}

export interface UrlRecord {
  /** The first label of its host name; it never changes and is never used again. */
  id: string;
  authType: FunctionUrlAuthType;
  /** Absent while it was never given; the mode is BUFFERED then. */
  invokeMode?: InvokeMode;
  cors?: Cors;
  createdAtMs: number;
  lastModifiedMs: number;
}

/** Everything about one function: one document, so that every change of it is one write. */
export interface FunctionRecord {
  region: string;
  name: string;
  /** The number the next published version gets; numbers are never used twice. */
  nextVersion: number;
  latest: VersionRecord;
  /** What $LATEST was when it was last published: publishing the same again makes no new version. */
  lastPublished?: { version: string; configuration: VersionConfiguration };
  /** Published versions by number, oldest first. */
  versions: Readonly<Record<string, VersionRecord>>;
  aliases: Readonly<Record<string, AliasRecord>>;
  tags: Readonly<Record<string, string>>;
  reservedConcurrency: number | null;
  recursiveLoop: RecursiveLoop;
  codeSigningConfigId?: string | undefined;
  /** By qualifier; a function's own settings are under "$LATEST". */
  policies: Readonly<Record<string, PolicyRecord>>;
  eventInvoke: Readonly<Record<string, EventInvokeRecord>>;
  provisioned: Readonly<Record<string, ProvisionedRecord>>;
  /** As the others; the URL of a deleted alias stays and serves the alias when it is made again, as on AWS. */
  urls?: Readonly<Record<string, UrlRecord>>;
}
