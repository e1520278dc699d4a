import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";

/** One metric over a span of time, as GetMetricData is asked for it. */
export interface MetricWant {
  query: MetricDataQuery;
  periodMs: number;
  startMs: number;
  endMs: number;
}

/** Wants that one GetMetricData serves. */
export interface MetricBatch<Want extends MetricWant> {
  startMs: number;
  endMs: number;
  wants: Want[];
}

/** Of one GetMetricData. */
const mostQueries = 500;
const mostPoints = 100_800;
/** Points that a longer span than its own may cost a metric; they come at no price, but take time. */
const mostWasted = 20_000;
const dayMs = 86_400_000;

/**
 * Puts wants into as few calls as possible. Metrics are priced by the metric, not by the datapoint, so spans that
 * differ a little are asked for as one; a span begins where a step of each of its metrics begins, because AWS counts
 * the steps from there.
 */
export function batchWants<Want extends MetricWant>(
  wants: readonly Want[],
  nowMs: number,
): MetricBatch<Want>[] {
  const batches: OpenBatch<Want>[] = [];
  for (const want of wants) {
    const joined = batches.some((batch) => {
      const wider = widened(batch, want, nowMs);
      if (wider) Object.assign(batch, wider).wants.push(want);
      return wider !== undefined;
    });
    if (!joined)
      batches.push({
        startMs: want.startMs,
        endMs: want.endMs,
        stepMs: want.periodMs,
        leastPeriodMs: want.periodMs,
        pointsPerDay: dayMs / want.periodMs,
        ownPoints: pointsOf(want),
        wants: [want],
      });
  }
  return batches.map(({ startMs, endMs, wants: own }) => ({ startMs, endMs, wants: own }));
}

interface OpenBatch<Want extends MetricWant> extends MetricBatch<Want> {
  /** A multiple of every period in it. */
  stepMs: number;
  leastPeriodMs: number;
  /** Datapoints of all its metrics together. */
  pointsPerDay: number;
  /** Datapoints its metrics would have over their own spans. */
  ownPoints: number;
}

/** The batch's span with one metric more; undefined where that one does not fit. */
function widened<Want extends MetricWant>(
  batch: OpenBatch<Want>,
  want: Want,
  nowMs: number,
): Omit<OpenBatch<Want>, "wants"> | undefined {
  if (batch.wants.length >= mostQueries) return undefined;
  const stepMs = leastCommonMultiple(batch.stepMs, want.periodMs);
  const isSameStart = batch.startMs === want.startMs;
  const isAligned = batch.startMs % batch.stepMs === 0 && want.startMs % want.periodMs === 0;
  if (!isSameStart && (!isAligned || stepMs > dayMs)) return undefined;
  const startMs = isSameStart
    ? want.startMs
    : Math.floor(Math.min(batch.startMs, want.startMs) / stepMs) * stepMs;
  const endMs = Math.max(batch.endMs, want.endMs);
  const leastPeriodMs = Math.min(batch.leastPeriodMs, want.periodMs);
  if (!isSameStart && leastPeriodMs < leastPeriodAt(nowMs - startMs)) return undefined;
  const pointsPerDay = batch.pointsPerDay + dayMs / want.periodMs;
  const ownPoints = batch.ownPoints + pointsOf(want);
  const points = ((endMs - startMs) * pointsPerDay) / dayMs;
  if (points > mostPoints || points - ownPoints > mostWasted) return undefined;
  return { startMs, endMs, stepMs, leastPeriodMs, pointsPerDay, ownPoints };
}

/** How fine the data of this age still is. */
function leastPeriodAt(ageMs: number): number {
  return ageMs <= 15 * dayMs ? 0 : ageMs <= 63 * dayMs ? 300_000 : 3_600_000;
}

function pointsOf({ startMs, endMs, periodMs }: MetricWant): number {
  return (endMs - startMs) / periodMs;
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (a / larger) * b;
}
