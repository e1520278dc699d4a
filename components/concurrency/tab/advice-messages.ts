import type { FunctionTraffic } from "@/lib/model/traffic";
import type { CostPoint, LimitRow } from "@/lib/simulator/cost-curve";
import type {
  ConcurrencySettings,
  ReplayedFunction,
  ReplayOptions,
  SharedPool,
} from "@/lib/simulator/prediction";
import type { Recommendation, RecommendTargets } from "@/lib/simulator/recommend-function";
import type { Timetable } from "@/lib/simulator/timetable";

/** What is asked of the worker that looks at many settings at once. */
export interface AdviceRequest {
  traffic: FunctionTraffic;
  startMs: number;
  stepSeconds: number;
  replayed: ReplayedFunction;
  options: ReplayOptions;
  /** The settings on the page, from which the curve and the table depart. */
  chosen: ConcurrencySettings;
  pool: SharedPool;
  /** What this function and the pool have together, and the most AWS would let it reserve. */
  available: number;
  mostReserved: number;
  targets: RecommendTargets;
  timeZone: string;
}

export interface Advice {
  functionName: string;
  /** Without the arrays of its prediction. */
  recommendation: Pick<Recommendation, "settings" | "meets" | "why">;
  /** The smallest reservation with no minute over. */
  covering: number;
  curve: CostPoint[];
  limits: LimitRow[];
  /** For the chosen provisioned concurrency; undefined where too little was recorded. */
  timetable: Timetable | undefined;
}
