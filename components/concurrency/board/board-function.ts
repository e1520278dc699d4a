import { type FunctionRow, queueMaximumOf } from "@/lib/model/function-row";
import { type ConcurrencyHolder, provisionedTotal } from "@/lib/model/settings-after";
import type { ConcurrencySettings, ReplayedFunction } from "@/lib/simulator/prediction";

/** One lane: a function whose settings have been read. */
export interface BoardFunction extends ConcurrencyHolder {
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

/** The settings in the simulator's words. */
export function concurrencySettings(settings: ConcurrencyHolder): ConcurrencySettings {
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
