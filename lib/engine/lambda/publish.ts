import { randomUUID } from "node:crypto";
import { ownValue } from "../own-value.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";

export interface Published {
  fn: FunctionRecord;
  version: VersionRecord;
}

/**
 * A record with $LATEST frozen as a new version, or as it was when nothing has changed since the last
 * one. `settlesAtMs` is when the new version becomes Active.
 */
export function publish(
  fn: FunctionRecord,
  options: { description?: string | undefined; settlesAtMs: number; nowMs: number },
): Published {
  const { lastPublished, latest } = fn;
  const same = lastPublished && ownValue(fn.versions, lastPublished.version);
  if (same && JSON.stringify(lastPublished.configuration) === JSON.stringify(latest.configuration))
    return { fn, version: same };
  const number = String(fn.nextVersion);
  const revisionId = randomUUID();
  const version: VersionRecord = {
    version: number,
    configuration: {
      ...latest.configuration,
      description: options.description ?? latest.configuration.description,
    },
    configurationId: randomUUID(),
    ...(latest.runtimeManagement && { runtimeManagement: latest.runtimeManagement }),
    settling: "create",
    settlesAtMs: options.settlesAtMs,
    revisionId,
    settledRevisionId: options.settlesAtMs > options.nowMs ? randomUUID() : revisionId,
    lastModifiedMs: latest.lastModifiedMs,
  };
  return {
    fn: {
      ...fn,
      nextVersion: fn.nextVersion + 1,
      versions: { ...fn.versions, [number]: version },
      lastPublished: { version: number, configuration: latest.configuration },
      latest: { ...latest, settledRevisionId: randomUUID(), revisionId: randomUUID() },
    },
    version,
  };
}
