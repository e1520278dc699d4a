import type { FunctionTraffic } from "@/lib/model/traffic";
import { parseScenario } from "../parse-scenario";
import type { ReplayedFunction } from "../prediction";
import { simulate } from "../simulate";

const stepSeconds = 60;
/** Before the traffic that is recorded, so that environments are there. */
const warmUpSteps = 10;

export interface RecordedCase {
  /** Requests in each minute. */
  counts: readonly number[];
  /** Part of each minute in which they come. */
  shares?: readonly number[];
  meanSeconds: number;
  reservedConcurrency?: number | null;
}

/** What CloudWatch would have recorded of such traffic on the real thing, played by the simulator. */
export function recordTraffic({
  counts,
  shares = counts.map(() => 1),
  meanSeconds,
  reservedConcurrency = null,
}: RecordedCase): FunctionTraffic {
  const before = <T>(values: readonly T[]) => [
    ...Array.from({ length: warmUpSteps }, () => values[0]!),
    ...values,
  ];
  const p99Seconds = meanSeconds * 3;
  const { series } = simulate(
    parseScenario({
      durationSeconds: (warmUpSteps + counts.length) * stepSeconds,
      warmUpSeconds: warmUpSteps * stepSeconds,
      seriesPeriodSeconds: stepSeconds,
      replications: 1,
      seed: 7,
      account: { concurrencyLimit: 100_000 },
      functions: [
        {
          name: "f",
          reservedConcurrency,
          arrivals: {
            kind: "series",
            periodSeconds: stepSeconds,
            counts: before(counts),
            activeShares: before(shares),
          },
          warmService: { distribution: "lognormal", meanSeconds, p99Seconds },
          coldService: { distribution: "lognormal", meanSeconds, p99Seconds },
        },
      ],
    }),
  ).functions[0]!;
  const invocations = series.requests.map((count, step) => count - series.throttles[step]!);
  return {
    name: "f",
    invocations: Float32Array.from(invocations),
    throttles: Float32Array.from(series.throttles),
    busySeconds: Float32Array.from(invocations, (count) => count * meanSeconds),
    concurrency: Float32Array.from(series.runningMaximum),
    duration: { averageSeconds: meanSeconds, p50Seconds: meanSeconds * 0.8, p99Seconds },
    init: { averageSeconds: 0.4, p99Seconds: 0.6, samples: 20 },
  };
}

/** A synchronous function of 512 MB without any settings, changed where the test says so. */
export function replayedFunction(given: Partial<ReplayedFunction> = {}): ReplayedFunction {
  return {
    name: "f",
    size: { memoryMb: 512, architecture: "x86_64", region: "us-east-1" },
    invocation: "sync",
    settings: { reservedConcurrency: null, provisionedConcurrency: 0, queueMaximum: null },
    ...given,
  };
}
