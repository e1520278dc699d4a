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
const mostWasted = 40_000;
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
  const batches: { span: BatchSpan; wants: Want[] }[] = [];
  for (const group of ofOneSpan(wants)) {
    const others = batches.length;
    const isTaken = batches.some((batch) => {
      const span = group.reduce<BatchSpan | undefined>(
        (wider, want) => wider && widened(wider, want, nowMs),
        batch.span,
      );
      if (span) Object.assign(batch, { span, wants: [...batch.wants, ...group] });
      return span !== undefined;
    });
    if (isTaken) continue;
    for (const want of group) {
      const last = batches.length > others ? batches.at(-1) : undefined;
      const span = last && widened(last.span, want, nowMs);
      if (last && span) {
        last.span = span;
        last.wants.push(want);
      } else batches.push({ span: spanOf(want), wants: [want] });
    }
  }
  return batches.map(({ span: { startMs, endMs }, wants: own }) => ({
    startMs,
    endMs,
    wants: own,
  }));
}

function ofOneSpan<Want extends MetricWant>(wants: readonly Want[]): Want[][] {
  const groups = new Map<string, Want[]>();
  for (const want of wants) {
    const key = `${want.startMs} ${want.endMs}`;
    const group = groups.get(key);
    if (group) group.push(want);
    else groups.set(key, [want]);
  }
  return [...groups.values()];
}

/** What the metrics of a batch have in common. */
interface BatchSpan {
  startMs: number;
  endMs: number;
  /** A multiple of every period. */
  stepMs: number;
  leastPeriodMs: number;
  count: number;
  /** Datapoints of all metrics together. */
  pointsPerDay: number;
  /** Datapoints the metrics would have over their own spans. */
  ownPoints: number;
}

function spanOf(want: MetricWant): BatchSpan {
  return {
    startMs: want.startMs,
    endMs: want.endMs,
    stepMs: want.periodMs,
    leastPeriodMs: want.periodMs,
    count: 1,
    pointsPerDay: dayMs / want.periodMs,
    ownPoints: pointsOf(want),
  };
}

/** The span with one metric more; undefined where that one does not fit. */
function widened(span: BatchSpan, want: MetricWant, nowMs: number): BatchSpan | undefined {
  if (span.count >= mostQueries) return undefined;
  const stepMs = leastCommonMultiple(span.stepMs, want.periodMs);
  const isSameStart = span.startMs === want.startMs;
  const isAligned = span.startMs % span.stepMs === 0 && want.startMs % want.periodMs === 0;
  if (!isSameStart && (!isAligned || stepMs > dayMs)) return undefined;
  const startMs = isSameStart
    ? want.startMs
    : Math.floor(Math.min(span.startMs, want.startMs) / stepMs) * stepMs;
  const endMs = Math.max(span.endMs, want.endMs);
  const leastPeriodMs = Math.min(span.leastPeriodMs, want.periodMs);
  if (!isSameStart && leastPeriodMs < leastPeriodAt(nowMs - startMs)) return undefined;
  const pointsPerDay = span.pointsPerDay + dayMs / want.periodMs;
  const ownPoints = span.ownPoints + pointsOf(want);
  const points = ((endMs - startMs) * pointsPerDay) / dayMs;
  if (points > mostPoints || points - ownPoints > mostWasted) return undefined;
  return { startMs, endMs, stepMs, leastPeriodMs, count: span.count + 1, pointsPerDay, ownPoints };
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
