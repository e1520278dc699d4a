import { StateDot } from "@/components/ui/badge";
import { Quantity } from "@/components/ui/quantity";
import { formatDuration, formatMemory, formatMoney, plain } from "@/lib/model/format";
import { isFailure, type InvocationSummary, outcomeText } from "@/lib/model/invocation";
import { type BilledSize, invocationCost } from "@/lib/model/lambda-price";

/** Outcome as shape, colour and word; a cold start is said beside it. */
export function OutcomeCell({ invocation }: { invocation: InvocationSummary }) {
  const { outcome, cold } = invocation;
  const words = outcomeText(invocation);
  if (isFailure(outcome))
    return (
      <span className="text-danger" title={words}>
        <StateDot dot="danger">{words}</StateDot>
      </span>
    );
  if (outcome === "running") return <StateDot dot="pend">{words}</StateDot>;
  return (
    <StateDot dot={cold ? "cold" : "ok"}>
      {words}
      {cold && <span className="ml-1.5 text-11 text-cold">cold</span>}
    </StateDot>
  );
}

/** Init and duration on the scale of the longest invocation in sight. */
export function DurationBar({
  invocation,
  longestMs,
}: {
  invocation: InvocationSummary;
  longestMs: number;
}) {
  const { report, outcome } = invocation;
  const initMs = report?.initDurationMs ?? 0;
  const durationMs = report?.durationMs ?? 0;
  const share = (ms: number) => `${(ms / Math.max(1, longestMs)) * 100}%`;
  return (
    <div
      className="flex h-2 gap-px"
      role="img"
      aria-label={`${initMs ? `init ${plain(formatDuration(initMs))}, ` : ""}duration ${plain(formatDuration(durationMs))}`}
    >
      {initMs > 0 && <i style={{ width: share(initMs), background: "var(--c-cold)" }} />}
      {durationMs > 0 && (
        <i
          className="min-w-px"
          style={{
            width: share(durationMs),
            background: isFailure(outcome) ? "var(--c-error)" : "var(--c-observed)",
          }}
        />
      )}
    </div>
  );
}

export function InitCell({ invocation: { report } }: { invocation: InvocationSummary }) {
  return (
    <span className="text-cold">
      <Quantity of={formatDuration(report?.initDurationMs)} />
    </span>
  );
}

/** Memory used, with a bar of its share of the size. */
export function MemoryCell({ invocation: { report } }: { invocation: InvocationSummary }) {
  const used = report?.maxMemoryUsedMb;
  const size = report?.memorySizeMb;
  return (
    <span className="inline-flex items-center gap-2">
      {used !== undefined && size !== undefined && size > 0 && (
        <span aria-hidden className="inline-block h-1.75 w-12 bg-surface-3">
          <i
            className="block h-full bg-memory"
            style={{ width: `${Math.min(100, (used / size) * 100)}%` }}
          />
        </span>
      )}
      <Quantity
        of={formatMemory(used)}
        title={size === undefined ? undefined : `of ${plain(formatMemory(size))}`}
      />
    </span>
  );
}

/** List price of a million such invocations. */
export function CostCell({
  invocation: { report },
  size,
}: {
  invocation: InvocationSummary;
  size: Omit<BilledSize, "memoryMb"> | undefined;
}) {
  if (!size || report?.billedDurationMs === undefined || report.memorySizeMb === undefined)
    return <span className="text-text-3">{"\u2013"}</span>;
  const cost = invocationCost({ ...size, memoryMb: report.memorySizeMb }, report.billedDurationMs);
  return (
    <span title={`${formatMoney(cost.totalUsd)} each, list price`}>
      {formatMoney(cost.totalUsd * 1e6)}
    </span>
  );
}

/** The longest init and duration together, as the scale of the bars. */
export function longestOf(invocations: readonly InvocationSummary[]): number {
  return invocations.reduce(
    (most, { report }) => Math.max(most, (report?.initDurationMs ?? 0) + (report?.durationMs ?? 0)),
    1,
  );
}
