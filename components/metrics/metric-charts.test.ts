import { describe, expect, it } from "vitest";
import { metricPoints, withBefore } from "@/lib/model/metric-series";
import { usualDurations } from "@/lib/model/metric-specs";
import type { Mapping } from "@/lib/model/trigger";
import { type ChartedOverview, metricCharts } from "./metric-charts";

const grid = { startMs: 0, stepMs: 60_000, length: 2, asOfMs: 3_600_000, messages: [] };
const pointsOf = (series: Record<string, (number | null)[]>) => metricPoints({ ...grid, series });
const plain: ChartedOverview = {
  detail: { timeoutSeconds: 3, memoryMb: 128 },
  limits: { reserved: null, provisioned: 0 },
  durations: usualDurations,
  reportSource: "From all 2 REPORT lines of this time.",
  counted: [],
  uncounted: [],
  hasStream: false,
  hasKafka: false,
  hasUrl: false,
  forced: [],
  executedVersions: [],
  compares: false,
};
const mapping = (uuid: string): Mapping => ({
  kind: "mapping",
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  functionName: "f",
  uuid,
  eventSourceArn: "arn:aws:sqs:us-east-1:000000000000:jobs",
  state: "Enabled",
  reportsBatchItemFailures: false,
  filters: [],
});
const titles = (overview: ChartedOverview, points = pointsOf({ invocations: [1, 2] })) =>
  metricCharts(overview, points).groups.map(({ title }) => title);

describe("metricCharts", () => {
  it("leaves out what the function lacks, and says why", () => {
    const { groups, absent } = metricCharts(plain, pointsOf({ invocations: [1, 2] }));
    expect(groups).toHaveLength(1);
    expect(absent.map(({ title }) => title)).toEqual([
      "Versions behind the alias",
      "Provisioned concurrency",
      "Asynchronous calls",
      "Streams",
      "Function URL",
    ]);
  });

  it("shows what there is, and what is asked for all the same", () => {
    expect(titles({ ...plain, limits: { reserved: null, provisioned: 5 } })).toContain(
      "Provisioned concurrency",
    );
    expect(titles({ ...plain, forced: ["stream"] })).toContain("Streams");
    expect(titles(plain, pointsOf({ asyncEventsReceived: [0, 3] }))).toContain(
      "Asynchronous calls",
    );
    expect(titles(plain, pointsOf({ asyncEventsReceived: [0, 0] }))).not.toContain(
      "Asynchronous calls",
    );
  });

  it("draws a chart for each mapping that counts, and tells how to let the others count", () => {
    const { groups, absent } = metricCharts(
      { ...plain, counted: [mapping("one")], uncounted: [mapping("two")] },
      pointsOf({ m0_polled: [4, null] }),
    );
    const [chart] = groups.at(-1)!.charts;
    expect(chart?.title).toBe("Events of jobs");
    expect(chart?.series.map(({ label }) => label)).toContain("deleted");
    expect(absent.at(-1)?.command).toContain("--uuid two --metrics-config Metrics=EventCount");
  });

  it("adds the period before as one line for stacked bars and one for each line", () => {
    const before = pointsOf({ invocations: [5, 6], errors: [1, 0], throttles: [2, 0] });
    const points = withBefore(pointsOf({ invocations: [1, 2] }), before);
    const [requests, duration] = metricCharts({ ...plain, compares: true }, points).groups[0]!
      .charts;
    const old = requests?.series.filter(({ draw }) => draw === "before") ?? [];
    expect(old).toHaveLength(1);
    expect(old[0]?.value(points[0]!)).toBe(7);
    expect(duration?.series.filter(({ draw }) => draw === "before")).toHaveLength(
      usualDurations.length,
    );
  });
});
