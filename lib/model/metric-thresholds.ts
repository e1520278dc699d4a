/** From when on a figure is worth a sentence. Ratios are 0 to 1. */
export interface MetricThresholds {
  errorRate: number;
  errorRateHigh: number;
  throttleRate: number;
  throttleRateHigh: number;
  memoryHigh: number;
  memoryLow: number;
  durationHigh: number;
  coldStarts: number;
  iteratorAgeHours: number;
  asyncDropped: number;
  provisionedLow: number;
}

interface ThresholdRule {
  label: string;
  /** Shown and typed in this unit. */
  unit: "%" | "h" | "events";
  usual: number;
  max: number;
}

export const thresholdRules: Record<keyof MetricThresholds, ThresholdRule> = {
  errorRate: { label: "Errors of invocations above", unit: "%", usual: 0.01, max: 1 },
  errorRateHigh: { label: "Errors are many above", unit: "%", usual: 0.1, max: 1 },
  throttleRate: { label: "Throttles of requests above", unit: "%", usual: 0, max: 1 },
  throttleRateHigh: { label: "Throttles are many above", unit: "%", usual: 0.1, max: 1 },
  memoryHigh: { label: "Memory used of configured above", unit: "%", usual: 0.95, max: 1 },
  memoryLow: { label: "Memory never used above", unit: "%", usual: 0.1, max: 1 },
  durationHigh: { label: "Duration of the time-out above", unit: "%", usual: 0.95, max: 1 },
  coldStarts: { label: "Cold starts of invocations above", unit: "%", usual: 0.01, max: 1 },
  iteratorAgeHours: { label: "Iterator age above", unit: "h", usual: 2, max: 168 },
  asyncDropped: { label: "Dropped asynchronous events above", unit: "events", usual: 0, max: 1e9 },
  provisionedLow: { label: "Provisioned concurrency used below", unit: "%", usual: 0.6, max: 1 },
};

export const thresholdNames = Object.keys(thresholdRules) as (keyof MetricThresholds)[];

export const usualThresholds = Object.fromEntries(
  thresholdNames.map((name) => [name, thresholdRules[name].usual]),
) as unknown as MetricThresholds;

/** What was kept, with the usual value for all that is missing or cannot be one. */
export function thresholdsFrom(kept: unknown): MetricThresholds {
  const values = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  return Object.fromEntries(
    thresholdNames.map((name) => {
      const value = values[name];
      const { usual, max } = thresholdRules[name];
      const isGood = typeof value === "number" && value >= 0 && value <= max;
      return [name, isGood ? value : usual];
    }),
  ) as unknown as MetricThresholds;
}

/** A threshold in its unit, as it is typed: 0.01 is `1`. */
export function shownThreshold(name: keyof MetricThresholds, value: number): number {
  return thresholdRules[name].unit === "%" ? Number((value * 100).toPrecision(6)) : value;
}

/** The threshold of a typed text; undefined when it is none. */
export function typedThreshold(name: keyof MetricThresholds, text: string): number | undefined {
  const { unit, max } = thresholdRules[name];
  const typed = text.trim() === "" ? Number.NaN : Number(text.replace(",", "."));
  const value = unit === "%" ? typed / 100 : typed;
  return value >= 0 && value <= max ? value : undefined;
}

/** `0 to 100 %` */
export function thresholdRange(name: keyof MetricThresholds): string {
  const { unit, max } = thresholdRules[name];
  return `0 to ${shownThreshold(name, max).toLocaleString("en-US")} ${unit}`;
}
