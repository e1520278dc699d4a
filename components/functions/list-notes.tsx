"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { useSession } from "@/components/shell/session";
import { unitPriceUsd } from "@/lib/model/api-use";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import type { FunctionFilter, Sort } from "@/lib/model/function-filter";
import type { Problem } from "@/lib/model/problem";
import { rowMetricIds } from "@/lib/model/row-metrics";
import type { ListedFunctions } from "./use-listed-functions";

const metricColumns = ["concurrency", "invocations", "errors", "rate", "throttles", "p99", "cost"];

/** What is missing in the list and how to get it: each once, above the table. */
export function ListNotes({
  list,
  listProblem,
  sort,
  filter,
  isFetching,
  onRetry,
}: {
  list: ListedFunctions;
  /** The last refresh failed; the rows are those of before. */
  listProblem: Problem | undefined;
  sort: Sort;
  filter: FunctionFilter;
  isFetching: boolean;
  onRetry(): void;
}) {
  const { connection } = useSession();
  const problems = [...(listProblem ? [listProblem] : []), ...list.problems].filter(
    ({ kind }) => kind !== "credentials",
  );
  const unread = list.rows.length - list.metricsRead;
  const needsAll =
    metricColumns.includes(sort.column) ||
    filter.trouble.some((one) => one !== "old-runtime") ||
    filter.tags.length > 0;
  const isPartial = list.rows.length > 100 && unread > 0 && needsAll && problems.length === 0;
  if (problems.length === 0 && !isPartial) return null;
  return (
    <div className="flex flex-none flex-col gap-2 px-4 pb-2">
      {problems.map((problem) => (
        <Note key={problem.title} tone={problem.kind === "unsupported" ? "neutral" : "warn"}>
          <span className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1">
              <b>{problem.title}.</b> {problem.detail} {problem.action?.replaceAll("`", "")}
            </span>
            {problem.statement && <CopyButton wide label="Copy policy" text={problem.statement} />}
            {problem === listProblem && (
              <Button size="small" busy={isFetching} onClick={onRetry}>
                Try again
              </Button>
            )}
          </span>
        </Note>
      ))}
      {isPartial && (
        <Note>
          <span className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1">
              {formatFullCount(list.metricsRead)} of {formatFullCount(list.rows.length)} functions
              have been read; the others come last.
            </span>
            <Button size="small" busy={list.isReadingAll} onClick={() => list.readAll(true)}>
              Read all
              {connection?.kind === "profile" &&
                `, about ${formatMoney(unread * rowMetricIds.length * unitPriceUsd("metrics"))}`}
            </Button>
            {list.isReadingAll && (
              <Button size="small" onClick={() => list.readAll(false)}>
                Stop
              </Button>
            )}
          </span>
        </Note>
      )}
    </div>
  );
}
