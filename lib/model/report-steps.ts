import type { MetricGrid } from "./metric-plan";
import type { Report } from "./report-line";

/** A REPORT line with its time. */
export interface TimedReport {
  timeMs: number;
  report: Report;
}

/** What the REPORT lines of one step say. */
export interface ReportStep {
  /** REPORT lines read. */
  count: number;
  cold: number;
  /** Cold starts per invocation, 0 to 1. */
  coldShare: number;
  memoryMaxMb: number | null;
  memoryP50Mb: number | null;
  initMaxMs: number | null;
  initP50Ms: number | null;
}

export interface ReportSummary extends ReportStep {
  /** The configured memory that the newest report names. */
  memorySizeMb: number | null;
  /** The longest run against the time-out is CloudWatch's to tell; init is only here. */
  oldestMs: number | null;
}

/** Reports gathered on a grid; a step without any is undefined, which is no zero. */
export function reportSteps(
  grid: MetricGrid,
  reports: readonly TimedReport[],
): (ReportStep | undefined)[] {
  const perStep = Array.from({ length: grid.length }, (): Report[] => []);
  for (const { timeMs, report } of reports)
    perStep[Math.floor((timeMs - grid.startMs) / grid.stepMs)]?.push(report);
  return perStep.map((own) => (own.length > 0 ? stepOf(own) : undefined));
}

/** All of the reports in one. */
export function reportSummary(reports: readonly TimedReport[]): ReportSummary {
  const newest = reports.reduce<TimedReport | undefined>(
    (best, one) => (!best || one.timeMs > best.timeMs ? one : best),
    undefined,
  );
  return {
    ...stepOf(reports.map(({ report }) => report)),
    memorySizeMb: newest?.report.memorySizeMb ?? null,
    oldestMs: reports.length > 0 ? Math.min(...reports.map(({ timeMs }) => timeMs)) : null,
  };
}

function stepOf(reports: readonly Report[]): ReportStep {
  const memory = sorted(reports.flatMap(({ maxMemoryUsedMb }) => maxMemoryUsedMb ?? []));
  const inits = sorted(
    reports.flatMap(
      ({ initDurationMs, restoreDurationMs }) => initDurationMs ?? restoreDurationMs ?? [],
    ),
  );
  return {
    count: reports.length,
    cold: inits.length,
    coldShare: reports.length > 0 ? inits.length / reports.length : 0,
    memoryMaxMb: memory.at(-1) ?? null,
    memoryP50Mb: middle(memory),
    initMaxMs: inits.at(-1) ?? null,
    initP50Ms: middle(inits),
  };
}

function sorted(values: number[]): number[] {
  return values.sort((a, b) => a - b);
}

function middle(values: readonly number[]): number | null {
  return values[Math.floor(values.length / 2)] ?? null;
}
