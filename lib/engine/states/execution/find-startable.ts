import { noMachine } from "../errors.ts";
import type { Execution, StateMachine } from "./execution.ts";
import type { ExecutionStore } from "./execution-store.ts";

/** What an execution is started by: a machine, or one of its versions, by itself or by an alias. */
export type Startable = Pick<Execution, "versionArn" | "aliasArn"> & { machine: StateMachine };

/** Reads the ARN that StartExecution is given. Throws StateMachineDoesNotExist. */
export function findStartable(store: ExecutionStore, arn: string, random: () => number): Startable {
  const machine = store.machines.get(arn);
  if (machine) return { machine };
  const alias = store.aliases.get(arn);
  const versionArn = alias ? pick(alias.routing, random) : arn;
  const version = store.versions.get(versionArn);
  if (!version) throw noMachine(arn);
  return { machine: version.machine, versionArn, ...(alias && { aliasArn: arn }) };
}

/** One of the versions, as often as its weight says. */
function pick(
  routing: readonly { versionArn: string; weight: number }[],
  random: () => number,
): string {
  let left = random() * 100;
  for (const { versionArn, weight } of routing) {
    if (left < weight) return versionArn;
    left -= weight;
  }
  return routing.at(-1)?.versionArn ?? "";
}
