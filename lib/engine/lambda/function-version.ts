import type {
  LogFormat,
  Runtime,
  SystemLogLevel,
  ApplicationLogLevel,
} from "@aws-sdk/client-lambda";

export type FunctionState = "Pending" | "Active";
export type UpdateStatus = "Successful" | "InProgress";

/** What one version of a function is made of, as the execution side of the engine needs it. */
export interface FunctionVersion {
  region: string;
  functionName: string;
  /** "$LATEST" or a number in text: "3". */
  version: string;
  /** Ends in ":3" unless the version is $LATEST. */
  functionArn: string;
  unqualifiedArn: string;
  runtime: Runtime;
  handler: string;
  role: string;
  memoryMb: number;
  timeoutSeconds: number;
  environment: Readonly<Record<string, string>>;
  ephemeralStorageMb: number;
  architecture: "x86_64" | "arm64";
  logging: LoggingSettings;
  tracingMode: "Active" | "PassThrough";
  deadLetterTargetArn?: string;
  /** Each tenant has environments of its own, and every call names one. */
  tenantIsolated: boolean;
  /** The unpacked code: a read-only folder named by the zip's sha256, shared by all versions with that code. */
  codeDir: string;
  /** The unpacked layers, in the function's order. */
  layerDirs: readonly string[];
  /** AWS's form: base64. */
  codeSha256: string;
  /** Changes with every update of code or configuration: an environment with another one is outdated. */
  revisionId: string;
  state: FunctionState;
  lastUpdateStatus: UpdateStatus;
}

export interface LoggingSettings {
  logGroup: string;
  format: LogFormat;
  /** The two levels are there with the JSON format only. */
  applicationLogLevel?: ApplicationLogLevel;
  systemLogLevel?: SystemLogLevel;
}

export interface EventInvokeSettings {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  onSuccessArn?: string;
  onFailureArn?: string;
}

export interface ProvisionedConfig {
  functionName: string;
  /** The alias or version the configuration was put on. */
  qualifier: string;
  /** The version the qualifier stands for now, or one of two. */
  version: string;
  requested: number;
  lastModifiedMs: number;
}

type ChangeKind =
  | "created"
  | "code"
  | "configuration"
  | "deleted"
  | "provisioned"
  | "reserved"
  | "mapping";

export interface FunctionChange {
  region: string;
  functionName: string;
  kind: ChangeKind;
}
