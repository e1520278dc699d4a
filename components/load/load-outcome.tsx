"use client";

import { Download } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { ProblemView } from "@/components/ui/problem-view";
import {
  formatDuration,
  formatFullCount,
  formatMoney,
  formatRate,
  plain,
} from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { invocationCost } from "@/lib/model/lambda-price";
import { isLate, type LoadResult, refusalOf } from "@/lib/model/load-result";
import { LatencySpread, OutcomeTable } from "./load-figures";
import type { LoadRun } from "./use-load";

const states: Record<LoadResult["state"], { tone: Tone; word: string }> = {
  running: { tone: "accent", word: "Running" },
  done: { tone: "ok", word: "Done" },
  stopped: { tone: "neutral", word: "Stopped" },
  errors: { tone: "danger", word: "Too many errors" },
};

/** What came of a load: figures, spread, errors, and what to do about refusals. */
export function LoadOutcomeView({
  run,
  detail,
  onExport,
}: {
  run: LoadRun | undefined;
  detail: FunctionDetail;
  onExport(): void;
}) {
  if (!run)
    return (
      <EmptyState title="No run yet">
        Choose how many calls, then run. Each call is a real one and shows in the graphs and logs.
      </EmptyState>
    );
  const { result, problem } = run;
  const path = `/functions/${encodeURIComponent(detail.name)}`;
  return (
    <>
      {problem && (
        <div className="p-3">
          <ProblemView problem={problem} />
        </div>
      )}
      {result && (
        <>
          <ResultHead result={result} />
          <div className="lg:min-h-0 lg:flex-1 lg:overflow-y-auto">
            <OutcomeTable result={result} isOpen={run.load.traffic.kind !== "callers"} />
            <LatencySpread spread={result.spread} />
            <Errors result={result} />
            <div className="flex flex-col gap-2 border-t border-border px-3 py-2.5">
              <Notes result={result} detail={detail} path={path} />
              <Totals result={result} detail={detail} />
              <div className="flex flex-wrap gap-1.5">
                <Button size="small" icon={Download} onClick={onExport}>
                  CSV
                </Button>
                <Link className="btn btn-small" href={`${path}/logs`}>
                  Logs
                </Link>
              </div>
            </div>
          </div>
        </>
      )}
      {!result && !problem && <EmptyState title="Sending the first calls" />}
    </>
  );
}

function ResultHead({ result }: { result: LoadResult }) {
  const { state, answered, elapsedMs } = result;
  const { tone, word } = states[state];
  return (
    <div className="flex h-9.5 flex-none items-center gap-2 border-b border-border px-3 text-12 whitespace-nowrap">
      <span role="status">
        <Badge tone={tone}>{word}</Badge>
      </span>
      <b className="font-semibold">
        {formatFullCount(answered)} {answered === 1 ? "call" : "calls"} in{" "}
        {plain(formatDuration(elapsedMs))}
      </b>
      <span className="flex-1" />
      <span className="text-text-3">
        {plain(formatRate((answered * 1000) / Math.max(1, elapsedMs)))} per s
      </span>
    </div>
  );
}

function Errors({ result }: { result: LoadResult }) {
  const kinds = Object.entries(result.errorsByType).toSorted((a, b) => b[1] - a[1]);
  if (kinds.length === 0) return null;
  return (
    <section aria-label="Errors" className="border-t border-border px-3 py-2.5">
      <h3 className="mb-1.5 flex items-baseline gap-2 text-12 font-semibold">
        Errors
        <span className="text-11 font-normal text-text-3">
          {formatFullCount(result.outcomes.error.calls)}
        </span>
      </h3>
      <ul className="flex flex-col gap-0.5 text-12">
        {kinds.map(([type, count]) => (
          <li key={type} className="flex justify-between gap-2">
            <span className="code-text min-w-0 truncate text-danger" title={type}>
              {type}
            </span>
            <b className="font-medium">{formatFullCount(count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notes(props: { result: LoadResult; detail: FunctionDetail; path: string }) {
  const { result, detail, path } = props;
  const refusal = refusalOf(result, detail.reservedConcurrency);
  return (
    <>
      {refusal && (
        <Note tone="limit">
          {refusal.because} {refusal.remedy}{" "}
          <Link className="font-medium text-accent" href={`${path}/concurrency`}>
            Change the limit
          </Link>
        </Note>
      )}
      {isLate(result) && (
        <Note tone="warn">
          Calls could not be sent as fast as they were due: one in a hundred left{" "}
          {plain(formatDuration(result.lag.p99Ms))} late or more. Latencies count from when calls
          were due.
        </Note>
      )}
      {result.state !== "running" && result.unanswered > 0 && (
        <Note>
          {formatFullCount(result.unanswered)} calls were not waited for; the function may have run.
        </Note>
      )}
      {result.withoutReport > 0 && (
        <Note>
          The log tail of {formatFullCount(result.withoutReport)} calls had no REPORT line: whether
          they were cold is not known, they count as warm.
        </Note>
      )}
    </>
  );
}

function Totals({ result, detail }: { result: LoadResult; detail: FunctionDetail }) {
  const ran = result.answered - result.outcomes.throttled.calls;
  const { totalUsd } = invocationCost(detail, result.billedMs, ran);
  return (
    <p className="text-11 text-text-3">
      {formatFullCount(result.coldStarts)} cold starts {"\u00b7"} billed{" "}
      {plain(formatDuration(result.billedMs))} {"\u00b7"} {formatMoney(totalUsd)} at list price
    </p>
  );
}
