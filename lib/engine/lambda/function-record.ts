import type { Runtime, RecursiveLoop, SnapStartApplyOn } from "@aws-sdk/client-lambda";
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
  /** Base64, of the zip. */
  codeSha256: string;
  codeSizeBytes: number;
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
  /** By qualifier; a function's own settings are under "$LATEST". */
  policies: Readonly<Record<string, PolicyRecord>>;
  eventInvoke: Readonly<Record<string, EventInvokeRecord>>;
  provisioned: Readonly<Record<string, ProvisionedRecord>>;
}
