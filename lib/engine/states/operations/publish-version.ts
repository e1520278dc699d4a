import type * as api from "@aws-sdk/client-sfn";
import { conflict } from "../errors.ts";
import type { StateMachine, Version } from "../execution/execution.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";

/** Publishes what a machine is now, unless that was published before. Throws ConflictException. */
export function publish(
  store: ExecutionStore,
  machine: StateMachine,
  {
    description,
    revisionId,
  }: Pick<api.PublishStateMachineVersionInput, "description" | "revisionId">,
  nowMs: number,
): Version {
  if (revisionId !== undefined && revisionId !== machine.revisionId)
    throw conflict(
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${machine.revisionId}.`,
    );
  const [latest] = store.versionsOf(machine.arn);
  if (latest?.machine.revisionId === machine.revisionId) return latest;
  const number = (machine.lastVersion ?? 0) + 1;
  const version: Version = {
    arn: `${machine.arn}:${number}`,
    number,
    machine,
    createdMs: nowMs,
    ...(description !== undefined && { description }),
  };
  store.versions.set(version.arn, version);
  store.machines.set(machine.arn, { ...machine, lastVersion: number });
  return version;
}
