import type { ListedFunction } from "@/lib/model/function-filter";
import { effectiveLimit } from "@/lib/model/function-row";
import { formatFullCount } from "@/lib/model/format";

/**
 * Use of the concurrency a function may have: the track is its limit (dashed: the shared pool), the fill p99,
 * the tick the peak, the green line what is provisioned.
 */
export function ConcurrencyCell({
  row,
  accountLimit,
  width = 84,
}: {
  row: ListedFunction;
  accountLimit: number | undefined;
  width?: number;
}) {
  const own = effectiveLimit(row);
  const scale = own?.limit ?? accountLimit;
  const { concurrencyP99: used, concurrencyMax: peak } = row.metrics ?? {};
  const at = (count: number) => (scale ? Math.min(1, count / scale) * width : 0);
  const throttled = (row.metrics?.throttles ?? 0) > 0;
  const isKnown = row.reservedConcurrency !== undefined;
  return (
    <span className="flex items-center gap-2">
      <svg
        width={width}
        height={14}
        className="flex-none"
        role="img"
        aria-label={describe(row, accountLimit)}
      >
        {own ? (
          <rect y={3} width={width} height={6} rx={1} fill="var(--surface-3)" />
        ) : (
          <rect
            x={0.5}
            y={3.5}
            width={width - 1}
            height={5}
            rx={1}
            fill="none"
            stroke="var(--border-strong)"
            strokeDasharray="2 2"
          />
        )}
        {used !== undefined && (
          <rect
            y={3}
            width={Math.max(1.5, at(used))}
            height={6}
            rx={1}
            fill={throttled ? "var(--c-throttle)" : "var(--c-observed)"}
          />
        )}
        {peak !== undefined && (
          <rect
            x={Math.max(0, at(peak) - 1.5)}
            y={0.5}
            width={1.5}
            height={11}
            fill="var(--text)"
          />
        )}
        {(row.provisionedConcurrency ?? 0) > 0 && (
          <rect
            y={11}
            width={Math.max(2, at(row.provisionedConcurrency ?? 0))}
            height={2.5}
            fill="var(--c-provisioned)"
          />
        )}
      </svg>
      <span className="text-12">
        {used === undefined ? (
          <span className="text-text-3">{"\u2013"}</span>
        ) : (
          <b className={`font-medium ${throttled ? "text-limit" : ""}`}>{formatFullCount(used)}</b>
        )}
        <span className="text-text-3">
          {" / "}
          {own
            ? `${own.by === "queue" ? "\u25c7 " : ""}${formatFullCount(own.limit)}`
            : isKnown
              ? "pool"
              : "\u2013"}
        </span>
      </span>
      {(row.provisionedConcurrency ?? 0) > 0 ? (
        <span className="ml-auto text-11 text-provisioned">
          {formatFullCount(row.provisionedConcurrency)} warm
        </span>
      ) : (
        own?.by === "queue" &&
        typeof row.reservedConcurrency === "number" && (
          <span className="ml-auto text-11 text-text-3">
            {formatFullCount(row.reservedConcurrency)} res.
          </span>
        )
      )}
    </span>
  );
}

function describe(row: ListedFunction, accountLimit: number | undefined): string {
  const own = effectiveLimit(row);
  const { concurrencyP99, concurrencyMax } = row.metrics ?? {};
  const use =
    concurrencyP99 === undefined
      ? "no use"
      : `p99 ${formatFullCount(concurrencyP99)}, peak ${formatFullCount(concurrencyMax)}`;
  if (row.reservedConcurrency === undefined) return `${use}, limit not read yet`;
  return own
    ? `${use} of ${formatFullCount(own.limit)} ${own.by === "queue" ? "queue maximum" : "reserved"}`
    : `${use} in the shared pool of ${formatFullCount(accountLimit)}`;
}
