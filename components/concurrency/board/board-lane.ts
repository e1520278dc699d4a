import type { FunctionTraffic } from "@/lib/model/traffic";
import type { Prediction } from "@/lib/simulator/prediction";
import type { BoardFunction } from "./board-function";
import type { DemandShares } from "./demand";

/** What is known of one function: absent parts have not come yet. */
export interface BoardLane {
  /** As AWS has it, and as it is planned. */
  now: BoardFunction;
  after: BoardFunction;
  traffic?: FunctionTraffic;
  /** The concurrency wanted at the chosen traffic, and its average. */
  demand?: { perStep: Float32Array; shares: DemandShares; average: number };
  /** What the settings would have done: those of AWS, and the planned ones. */
  predicted?: { now: Prediction; after: Prediction };
}

/** Whether anything of it is planned otherwise. */
export function isPlanned({ now, after }: BoardLane): boolean {
  return now !== after;
}
