import {
  formatCount,
  formatDuration,
  formatFullCount,
  formatMemory,
  formatPercent,
  plain,
} from "./format";
import { functionRanges } from "./function-limits";
import type { MetricTotals } from "./metric-series";
import type { MetricThresholds } from "./metric-thresholds";
import type { ReportSummary } from "./report-steps";

/** One sentence above the charts, and where it is mended. */
export interface MetricRemark {
  id: string;
  tone: "danger" | "limit" | "warn" | "neutral";
  text: string;
  /** `path` follows the function's address; the value is filled in there. */
  action: { label: string; path: string };
}

/** What is known of the range. Absent: not known, or the function has none of it. */
export interface MetricFacts {
  totals: MetricTotals;
  memoryMb: number;
  timeoutSeconds: number;
  /** null: none is reserved. */
  reserved: number | null;
  reports?: ReportSummary;
  provisioned: number;
  provisionedUseMax: number | null;
  iteratorAgeMs: number | null;
  asyncDropped: number;
  /** Failed events that reached neither dead-letter queue nor destination. */
  undelivered: number;
}

/** Of fewer runs nothing is said about memory or cold starts. */
const fewestReports = 10;

/** What is wrong in the range, the worst first; nothing when all is well. */
export function metricRemarks(facts: MetricFacts, thresholds: MetricThresholds): MetricRemark[] {
  const remarks = [
    errors(facts, thresholds),
    throttles(facts, thresholds),
    memoryHigh(facts, thresholds),
    durationHigh(facts, thresholds),
    iteratorAge(facts, thresholds),
    dropped(facts, thresholds),
    undelivered(facts),
    coldStarts(facts, thresholds),
    provisionedLow(facts, thresholds),
    memoryLow(facts, thresholds),
  ].filter((remark) => remark !== undefined);
  const rank = { danger: 0, limit: 0, warn: 1, neutral: 2 };
  return remarks.sort((a, b) => rank[a.tone] - rank[b.tone]);
}

type Rule = (facts: MetricFacts, thresholds: MetricThresholds) => MetricRemark | undefined;

const errors: Rule = ({ totals }, { errorRate, errorRateHigh }) => {
  const rate = totals.invocations > 0 ? totals.errors / totals.invocations : 0;
  if (totals.errors === 0 || rate <= Math.min(errorRate, errorRateHigh)) return undefined;
  return {
    id: "errors",
    tone: rate > errorRateHigh ? "danger" : "warn",
    text: `${share(rate)} of the invocations ended with an error: ${count(totals.errors)} of ${count(totals.invocations)}.`,
    action: { label: "Look at the errors", path: "/logs?only=errors" },
  };
};

const throttles: Rule = ({ totals, reserved }, { throttleRate, throttleRateHigh }) => {
  const requests = totals.invocations + totals.throttles;
  const rate = requests > 0 ? totals.throttles / requests : 0;
  if (totals.throttles === 0 || rate <= Math.min(throttleRate, throttleRateHigh)) return undefined;
  const said = `${count(totals.throttles)} requests were throttled, ${share(rate)} of all`;
  const wanted = Math.ceil(Math.max(totals.concurrencyMax ?? 0, reserved ?? 0, 1) * 1.5);
  const tone = rate > throttleRateHigh ? "limit" : "warn";
  if (reserved === 0)
    return {
      id: "throttles",
      tone,
      text: `${said}: the function is stopped by a reserved concurrency of 0.`,
      action: { label: "Start the function", path: "/concurrency" },
    };
  return {
    id: "throttles",
    tone,
    text:
      reserved === null
        ? `${said}: nothing is reserved, so other functions may have used up the account's pool.`
        : `${said}: at most ${formatFullCount(reserved)} may run at once.`,
    action: {
      label:
        reserved === null
          ? `Reserve ${formatFullCount(wanted)}`
          : `Reserve ${formatFullCount(wanted)} instead`,
      path: `/concurrency?reserved=${wanted}`,
    },
  };
};

const memoryHigh: Rule = ({ reports, memoryMb }, thresholds) => {
  const used = reports?.memoryMaxMb;
  if (used === undefined || used === null || used <= memoryMb * thresholds.memoryHigh)
    return undefined;
  const wanted = memorySize(Math.max(used, memoryMb) / 0.75);
  const isMost = memoryMb >= functionRanges.memoryMb.max;
  return {
    id: "memory-high",
    tone: "danger",
    text: `Up to ${plain(formatMemory(used))} of ${plain(formatMemory(memoryMb))} memory were used; at the limit the function is killed.`,
    action: isMost
      ? { label: "Look at the invocations", path: "/logs" }
      : {
          label: `Set memory to ${plain(formatMemory(wanted))}`,
          path: `/configuration?memoryMb=${wanted}`,
        },
  };
};

const memoryLow: Rule = ({ reports, memoryMb }, thresholds) => {
  const used = reports?.memoryMaxMb;
  if (!reports || used === undefined || used === null || reports.count < fewestReports)
    return undefined;
  const wanted = memorySize(used / 0.6);
  if (used > memoryMb * thresholds.memoryLow || wanted >= memoryMb) return undefined;
  return {
    id: "memory-low",
    tone: "neutral",
    text: `Never more than ${plain(formatMemory(used))} of ${plain(formatMemory(memoryMb))} memory were used. Less memory costs less a millisecond, but is less processor too.`,
    action: {
      label: `Try ${plain(formatMemory(wanted))}`,
      path: `/configuration?memoryMb=${wanted}`,
    },
  };
};

const durationHigh: Rule = ({ totals, timeoutSeconds }, thresholds) => {
  const longest = totals.durationMaximumMs ?? totals.durationP99Ms;
  const timeoutMs = timeoutSeconds * 1000;
  if (longest === null || longest <= timeoutMs * thresholds.durationHigh) return undefined;
  const most = functionRanges.timeoutSeconds.max;
  const wanted = Math.min(most, Math.max(Math.ceil(timeoutSeconds * 1.5), timeoutSeconds + 1));
  return {
    id: "duration",
    tone: "danger",
    text:
      longest >= timeoutMs
        ? `Invocations ran into the time-out of ${timeoutSeconds} s and were cut off.`
        : `An invocation took ${plain(formatDuration(longest))} of the ${timeoutSeconds} s it may.`,
    action:
      timeoutSeconds >= most
        ? { label: "Look at the invocations", path: "/logs?only=errors" }
        : {
            label: `Set the time-out to ${wanted} s`,
            path: `/configuration?timeoutSeconds=${wanted}`,
          },
  };
};

const coldStarts: Rule = ({ reports }, thresholds) => {
  if (!reports || reports.count < fewestReports || reports.coldShare <= thresholds.coldStarts)
    return undefined;
  return {
    id: "cold-starts",
    tone: "neutral",
    text: `${share(reports.coldShare)} of the newest ${formatFullCount(reports.count)} invocations were cold starts; init took up to ${plain(formatDuration(reports.initMaxMs))}.`,
    action: { label: "Keep environments warm", path: "/concurrency" },
  };
};

const iteratorAge: Rule = ({ iteratorAgeMs }, { iteratorAgeHours }) => {
  if (iteratorAgeMs === null || iteratorAgeMs <= iteratorAgeHours * 3_600_000) return undefined;
  return {
    id: "iterator-age",
    tone: "danger",
    text: `The function is up to ${plain(formatDuration(iteratorAgeMs))} behind its stream; records are lost when the stream stops keeping them.`,
    action: { label: "Look at the triggers", path: "/triggers" },
  };
};

const dropped: Rule = ({ asyncDropped }, thresholds) => {
  if (asyncDropped === 0 || asyncDropped <= thresholds.asyncDropped) return undefined;
  return {
    id: "async-dropped",
    tone: "danger",
    text: `${count(asyncDropped)} asynchronous events were given up without success.`,
    action: { label: "Set retries and a destination", path: "/configuration" },
  };
};

const undelivered = ({ undelivered: lost }: MetricFacts): MetricRemark | undefined => {
  if (lost === 0) return undefined;
  return {
    id: "undelivered",
    tone: "danger",
    text: `${count(lost)} failed events could not be handed to the dead-letter queue or destination either.`,
    action: { label: "Check destination and role", path: "/configuration" },
  };
};

const provisionedLow: Rule = ({ provisioned, provisionedUseMax, totals }, thresholds) => {
  if (provisioned === 0 || provisionedUseMax === null || totals.invocations === 0) return undefined;
  if (provisionedUseMax >= thresholds.provisionedLow) return undefined;
  return {
    id: "provisioned-low",
    tone: "neutral",
    text: `At most ${share(provisionedUseMax)} of the ${formatFullCount(provisioned)} provisioned environments were at work; the others are paid for idle.`,
    action: { label: "Provision fewer", path: "/concurrency" },
  };
};

function memorySize(memoryMb: number): number {
  const { min, max } = functionRanges.memoryMb;
  return Math.min(max, Math.max(min, Math.ceil(memoryMb / 64) * 64));
}

const share = (ratio: number) => plain(formatPercent(ratio));
const count = (value: number) => plain(formatCount(value));
