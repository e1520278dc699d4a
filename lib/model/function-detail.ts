import type { Architecture } from "./lambda-price";
import type { Owner } from "./owner";

/** One function as its pages show it. Fields an implementation leaves out are absent. */
export interface FunctionDetail {
  name: string;
  /** Without a version or alias. */
  arn: string;
  region: string;
  accountId: string;
  /** `$LATEST` or the number the qualifier leads to. */
  version: string;
  description: string;
  packageType: "Zip" | "Image";
  /** Absent for images. */
  runtime?: string;
  /** The version that really runs, where it is told and is another one than the runtime's: "Node.js 20.20.2". */
  runsOn?: string;
  /** What is wrong with the version of the runtime. */
  runtimeProblem?: string;
  handler?: string;
  roleArn?: string;
  architecture: Architecture;
  memoryMb: number;
  timeoutSeconds: number;
  ephemeralStorageMb: number;
  codeSizeBytes?: number;
  codeSha256?: string;
  /** ISO time. */
  lastModified?: string;
  revisionId?: string;
  tracingMode: "Active" | "PassThrough";
  /** ARNs with their version. */
  layers: string[];
  /** Names only: the values stay on the server. */
  environmentNames: string[];
  deadLetterTargetArn?: string;
  vpcId?: string;
  logging: {
    logGroup: string;
    /** The group is not the function's own, so others may write there too. */
    shared: boolean;
    format: "Text" | "JSON";
    applicationLogLevel?: string;
    systemLogLevel?: string;
  };
  /** `Active`, `Pending`, `Inactive`, `Failed`, ... */
  state?: string;
  stateReason?: string;
  lastUpdateStatus?: string;
  lastUpdateStatusReason?: string;
  tags: Record<string, string>;
  /** null: none is reserved. */
  reservedConcurrency: number | null;
  owner?: Owner;
}

/** Whether AWS is still at work on the function, so that its state must be asked again. */
export function isSettling(detail: Pick<FunctionDetail, "state" | "lastUpdateStatus">): boolean {
  return (
    detail.lastUpdateStatus === "InProgress" ||
    ["Pending", "Deactivating", "Deleting"].includes(detail.state ?? "")
  );
}
