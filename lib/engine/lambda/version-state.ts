import { join } from "node:path";
import { functionArn } from "./function-name.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";
import type { FunctionState, FunctionVersion, UpdateStatus } from "./function-version.ts";

export interface VersionState {
  state: FunctionState;
  /** Only with an Active version; a Pending one has had no update. */
  lastUpdateStatus?: UpdateStatus;
  revisionId: string;
}

/** Where a version stands at a moment: moving states end by the clock, without a timer. */
export function stateOf(record: VersionRecord, nowMs: number): VersionState {
  if (nowMs >= record.settlesAtMs)
    return {
      state: "Active",
      lastUpdateStatus: "Successful",
      revisionId: record.settledRevisionId,
    };
  return record.settling === "create"
    ? { state: "Pending", revisionId: record.revisionId }
    : { state: "Active", lastUpdateStatus: "InProgress", revisionId: record.revisionId };
}

/** The name of the folder that holds a zip's unpacked code. */
export function codeFolder(codeSha256: string): string {
  return Buffer.from(codeSha256, "base64").toString("hex");
}

interface Place {
  now: number;
  accountId: string;
  codeDirectory: string;
}

/** What settled versions come to: they are asked for at every invocation, and a record is never changed. */
const settled = new WeakMap<VersionRecord, FunctionVersion>();

/** What runs when the version is invoked now: during an update still the configuration before it. */
export function describeVersion(
  fn: FunctionRecord,
  record: VersionRecord,
  at: Place,
): FunctionVersion {
  if (at.now < record.settlesAtMs) return describe(fn, record, at);
  let version = settled.get(record);
  if (!version) settled.set(record, (version = describe(fn, record, at)));
  return version;
}

function describe(fn: FunctionRecord, record: VersionRecord, at: Place): FunctionVersion {
  const { state, lastUpdateStatus } = stateOf(record, at.now);
  const { configuration: served, configurationId } =
    (lastUpdateStatus === "InProgress" && record.served) || record;
  const unqualifiedArn = functionArn(fn.region, at.accountId, fn.name);
  return {
    region: fn.region,
    functionName: fn.name,
    version: record.version,
    functionArn:
      record.version === "$LATEST" ? unqualifiedArn : `${unqualifiedArn}:${record.version}`,
    unqualifiedArn,
    runtime: served.runtime,
    handler: served.handler,
    role: served.role,
    memoryMb: served.memoryMb,
    timeoutSeconds: served.timeoutSeconds,
    environment: served.environment ?? {},
    ephemeralStorageMb: served.ephemeralStorageMb,
    architecture: served.architecture,
    logging: served.logging,
    tracingMode: served.tracingMode,
    ...(served.deadLetterTargetArn ? { deadLetterTargetArn: served.deadLetterTargetArn } : {}),
    tenantIsolated: served.tenantIsolationMode === "PER_TENANT",
    codeDir: join(at.codeDirectory, codeFolder(served.codeSha256)),
    layerDirs: (served.layers ?? []).map(({ codeSha256 }) =>
      join(at.codeDirectory, codeFolder(codeSha256)),
    ),
    codeSha256: served.codeSha256,
    revisionId: configurationId,
    state,
    lastUpdateStatus: lastUpdateStatus ?? "Successful",
  };
}
