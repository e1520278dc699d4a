import type { FunctionTraffic } from "@/lib/model/traffic";
import type {
  ConcurrencySettings,
  Prediction,
  ReplayedFunction,
  ReplayOptions,
  SharedPool,
} from "@/lib/simulator/prediction";
import type { AccountRecommendation } from "@/lib/simulator/recommend-account";
import type { RecommendTargets } from "@/lib/simulator/recommend-function";
import type { SimulationResult } from "@/lib/simulator/result";

export type SettingsByName = ReadonlyMap<string, ConcurrencySettings>;

/** Which of the two pictures a prediction is for. */
export type ReplaySide = "now" | "after";

/** To the worker that predicts all functions. */
export type ReplayRequest =
  | {
      kind: "load";
      traffic: FunctionTraffic[];
      stepSeconds: number;
      functions: readonly ReplayedFunction[];
      concurrencyLimit: number;
    }
  | {
      kind: "predict";
      id: number;
      now: SettingsByName;
      after: SettingsByName;
      options: ReplayOptions;
    }
  | {
      kind: "recommend";
      id: number;
      present: SettingsByName;
      floor: number;
      options: ReplayOptions;
      targets: RecommendTargets;
    };

export type ReplayAnswer =
  | {
      kind: "predicted";
      id: number;
      /** Of each side only what differs from what was sent before. */
      sides: Record<ReplaySide, PredictedSide>;
    }
  | { kind: "recommended"; id: number; recommendation: AccountRecommendation };

export interface PredictedSide {
  changed: Map<string, Prediction>;
  pool: SharedPool;
  peakConcurrency: number;
}

/** To the worker that simulates. */
export interface ExactRequest {
  traffic: FunctionTraffic[];
  stepSeconds: number;
  functions: readonly ReplayedFunction[];
  settings: SettingsByName;
  options: ReplayOptions;
  concurrencyLimit: number;
  replications: number;
}

export interface ExactResult {
  simulation: SimulationResult;
  /** The part of the traffic that was simulated, in its steps. */
  firstStep: number;
  steps: number;
  isWhole: boolean;
}

export type ExactAnswer =
  | { kind: "progress"; done: number; replications: number }
  | { kind: "done"; result: ExactResult }
  | { kind: "failed"; detail: string };
