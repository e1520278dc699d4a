import { randomUUID } from "node:crypto";
import type { FunctionRecord, VersionConfiguration } from "./function-record.ts";

/** A record whose $LATEST is being updated: until `settlesAtMs` it serves what it served before. */
export function updateLatest(
  fn: FunctionRecord,
  configuration: VersionConfiguration,
  at: { nowMs: number; settlesAtMs: number },
): FunctionRecord {
  return {
    ...fn,
    latest: {
      ...(fn.latest.runtimeManagement && { runtimeManagement: fn.latest.runtimeManagement }),
      version: "$LATEST",
      configuration,
      configurationId: randomUUID(),
      served: {
        configuration: fn.latest.configuration,
        configurationId: fn.latest.configurationId,
      },
      settling: "update",
      settlesAtMs: at.settlesAtMs,
      revisionId: randomUUID(),
      settledRevisionId: randomUUID(),
      lastModifiedMs: at.nowMs,
    },
  };
}
