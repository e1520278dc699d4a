import type { Problem } from "@/lib/model/problem";

/** A function's settings as pages show and edit them. Values of environment variables are not in it. */
export interface Configuration {
  functionArn: string;
  revisionId?: string;
  memoryMb: number;
  timeoutSeconds: number;
  ephemeralStorageMb: number;
  description: string;
  handler?: string;
  runtime?: string;
  role?: string;
  architecture: string;
  packageType: string;
  tracingMode: string;
  /** ARNs of layer versions; later ones lie over earlier ones. */
  layers: string[];
  environmentNames: string[];
  logging: {
    format: string;
    applicationLogLevel?: string;
    systemLogLevel?: string;
    logGroup: string;
  };
  deadLetterTargetArn?: string;
  state?: string;
  stateReason?: string;
  lastUpdateStatus?: string;
  lastUpdateStatusReason?: string;
  lastModified?: string;
  /** Settings for asynchronous calls; absent when they could not be read. */
  asynchronous?: AsynchronousSettings;
  /** Absent when it could not be read. `days: null`: kept for ever. */
  retention?: { exists: boolean; days: number | null };
  /** What could not be read, and why. */
  problems: Problem[];
}

export interface AsynchronousSettings {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  onSuccessArn?: string;
  onFailureArn?: string;
}

/** The changes of one save; what is absent stays as it is. */
export interface ConfigurationEdit {
  memoryMb?: number;
  timeoutSeconds?: number;
  ephemeralStorageMb?: number;
  description?: string;
  handler?: string;
  runtime?: string;
  tracingMode?: "Active" | "PassThrough";
  /** All of them, in their order. */
  layers?: string[];
  logging?: {
    format: "Text" | "JSON";
    applicationLogLevel?: string;
    systemLogLevel?: string;
    logGroup: string;
  };
  /** Variables to set and names to take away; the others keep their values unseen. */
  environment?: { set: Record<string, string>; remove: string[] };
}
