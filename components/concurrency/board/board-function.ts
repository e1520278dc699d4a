import {
  type FunctionRow,
  type ProvisionedShare,
  queueMaximumOf,
  type QueueTrigger,
} from "@/lib/model/function-row";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import type { ConcurrencySettings, ReplayedFunction } from "@/lib/simulator/prediction";

/** The settings of one function that the board moves. */
export interface BoardSettings {
  /** null: none. */
  reserved: number | null;
  provisioned: readonly ProvisionedShare[];
  queues: readonly QueueTrigger[];
}

/** One lane: a function whose settings have been read. */
export interface BoardFunction extends BoardSettings {
  name: string;
  row: FunctionRow;
}

/** A function of the list as a lane; undefined while its settings have not been read. */
export function boardFunction(row: FunctionRow): BoardFunction | undefined {
  if (row.reservedConcurrency === undefined) return undefined;
  return {
    name: row.name,
    row,
    reserved: row.reservedConcurrency,
    provisioned: row.provisioned ?? [],
    queues: row.queues ?? [],
  };
}

/** The settings with the changes of this function in place. */
export function withChanges<T extends BoardSettings & { name: string }>(
  now: T,
  changes: readonly PlannedChange[],
): T {
  return changes.reduce<T>((settings, change) => {
    if (change.functionName !== now.name) return settings;
    switch (change.kind) {
      case "reserved":
        return { ...settings, reserved: change.after };
      case "provisioned":
        return { ...settings, provisioned: withShare(settings.provisioned, change) };
      case "queue-maximum":
        return {
          ...settings,
          queues: settings.queues.map((queue) =>
            queue.mappingId === change.mappingId ? { ...queue, maximum: change.after } : queue,
          ),
        };
    }
  }, now);
}

function withShare(
  shares: readonly ProvisionedShare[],
  { qualifier, after }: { qualifier: string; after: number | null },
): ProvisionedShare[] {
  const others = shares.filter((share) => share.qualifier !== qualifier);
  if (after === null) return others;
  if (others.length === shares.length) return [...shares, { qualifier, requested: after }];
  return shares.map((share) =>
    share.qualifier === qualifier ? { qualifier, requested: after } : share,
  );
}

export function provisionedTotal({ provisioned }: BoardSettings): number {
  return provisioned.reduce((sum, { requested }) => sum + requested, 0);
}

/** The settings in the simulator's words. */
export function concurrencySettings(settings: BoardSettings): ConcurrencySettings {
  return {
    reservedConcurrency: settings.reserved,
    provisionedConcurrency: provisionedTotal(settings),
    queueMaximum: queueMaximumOf(settings.queues),
  };
}

/** The lane as the simulator replays it. Who calls is told by its triggers: queues poll, all else waits. */
export function replayedFunction(lane: BoardFunction, region: string): ReplayedFunction {
  const { memoryMb, architecture, ephemeralStorageMb } = lane.row;
  return {
    name: lane.name,
    size: { memoryMb, architecture, region, ephemeralStorageMb },
    invocation: lane.queues.length > 0 ? "sqs" : "sync",
    settings: concurrencySettings(lane),
  };
}
