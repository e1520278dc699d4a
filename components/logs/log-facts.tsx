import { formatDuration, formatFullCount, plain } from "@/lib/model/format";
import { isFailure, type LoggedInvocation } from "@/lib/model/invocation";
import type { Following } from "./use-follow";
import { type LogSource, useLogGroup } from "./use-log-events";

/** The group's name and how long it keeps its events. */
export function GroupFacts({ source }: { source: LogSource }) {
  const { data } = useLogGroup(source.logGroup);
  const retention =
    data === undefined
      ? ""
      : data === null
        ? "not written yet"
        : data.retentionDays
          ? `kept ${data.retentionDays} days`
          : "kept for ever";
  return (
    <span className="max-w-96 truncate text-12 text-text-3 max-md:hidden" title={source.logGroup}>
      <span className="code-text">{source.logGroup}</span>
      {source.functionName && " (shared)"}
      {retention && ` \u00b7 ${retention}`}
    </span>
  );
}

const modeWords: Record<Following["mode"], string> = {
  connecting: "connecting",
  live: "connected",
  polling: "asking every 2 s",
  hidden: "paused: tab hidden",
  failed: "stopped",
};

/** How new lines come, or why they do not. */
export function FollowState({ following }: { following: Following }) {
  const { mode, because, sampled } = following;
  return (
    <span
      className={`text-12 ${mode === "failed" ? "text-danger" : "text-text-3"}`}
      title={because}
      role="status"
    >
      {modeWords[mode]}
      {mode === "failed" && because && `: ${because}`}
      {sampled && " \u00b7 sampled: more than 500 a second"}
    </span>
  );
}

/** The requests read, in a few numbers; errors and cold starts can be picked out. */
export function InvocationSummary({
  invocations,
  only,
  setOnly,
}: {
  invocations: readonly LoggedInvocation[];
  only: string;
  setOnly(only: string): void;
}) {
  const durations = invocations
    .flatMap(({ report }) => report?.durationMs ?? [])
    .sort((a, b) => a - b);
  const at = (share: number) =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))];
  const cold = invocations.filter((invocation) => invocation.cold).length;
  const errors = invocations.filter(({ outcome }) => isFailure(outcome)).length;
  const chip = (name: string, label: string, count: number, tone: string) => (
    <button
      type="button"
      className="chip"
      aria-pressed={only === name}
      onClick={() => setOnly(only === name ? "" : name)}
    >
      {label} <b className={count > 0 ? tone : undefined}>{count}</b>
    </button>
  );
  return (
    <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-4 py-1 text-12 text-text-2">
      <span className="text-11 text-text-3">
        {formatFullCount(invocations.length)} requests read
      </span>
      <span>
        p50 <b className="font-medium text-text">{plain(formatDuration(at(0.5)))}</b>
      </span>
      <span>
        p99 <b className="font-medium text-text">{plain(formatDuration(at(0.99)))}</b>
      </span>
      <span className="flex-1" />
      {chip("cold", "Cold", cold, "text-cold")}
      {chip("errors", "Errors", errors, "text-danger")}
    </div>
  );
}
