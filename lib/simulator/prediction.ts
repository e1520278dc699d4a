import type { BilledSize } from "@/lib/model/lambda-price";

/** What decides how much of a function may run at once. */
export interface ConcurrencySettings {
  /** null: none, the function draws on the shared pool. */
  reservedConcurrency: number | null;
  /** Of all its aliases and versions together. */
  provisionedConcurrency: number;
  /** The most its queues may run at once; null: no queue, or one without a maximum. */
  queueMaximum: number | null;
}

/** What the replay needs to know of a function besides its traffic. */
export interface ReplayedFunction {
  name: string;
  size: BilledSize;
  invocation: "sync" | "async" | "sqs";
  settings: ConcurrencySettings;
}

/** `burst`: a minute at 5 times. `flash-sale`: half an hour at 8 times. `retry-storm`: callers repeat what was
 * throttled. `cold-region`: every environment is lost at the peak. All at the window's busiest moment. */
export const spikes = ["none", "burst", "flash-sale", "retry-storm", "cold-region"] as const;
export type Spike = (typeof spikes)[number];

/** How the recorded traffic is played. */
export interface ReplayOptions {
  /** The traffic is this many times as much. */
  factor: number;
  spike: Spike;
  idleTimeoutSeconds: number;
}

/** What the settings would have done to the window's traffic. Counts and costs are of the whole window. */
export interface Prediction {
  windowSeconds: number;
  requests: number;
  throttles: number;
  invocations: number;
  coldStarts: number;
  /** Of a request that is served, with init; null: nothing ran. */
  latencyP50Seconds: number | null;
  latencyP99Seconds: number | null;
  costUsd: number;
  /** Part of the provisioned environments that runs on average; null: none are provisioned. */
  provisionedUtilization: number | null;
  /** Steps in which at least one request would be throttled, more likely than not. */
  stepsOver: number;
  /** The most that would run at once without any limit. */
  peakDemand: number;
  /** By step of the traffic's grid: concurrency wanted at the peak of the step, and requests throttled. */
  demand: Float32Array;
  throttled: Float32Array;
}

/** What functions without a reservation share. */
export interface SharedPool {
  /** On demand: without what functions have provisioned. */
  units: number;
  /** What all of them have at work there on average, this one included, by step; undefined: it is alone. */
  mean: Float32Array | undefined;
}

/** The prediction of every function, and of the account together. */
export interface AccountPrediction {
  functions: Map<string, Prediction>;
  pool: SharedPool;
  /** The most that all functions together would have running. */
  peakConcurrency: number;
}
