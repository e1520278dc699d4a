"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Quantity } from "@/components/ui/quantity";
import { SkeletonRows } from "@/components/ui/skeleton";
import {
  formatClock,
  formatDateTime,
  formatDuration,
  formatMemory,
  formatMoney,
} from "@/lib/model/format";
import type { InvocationSummary, LoggedInvocation } from "@/lib/model/invocation";
import { type BilledSize, invocationCost } from "@/lib/model/lambda-price";
import { groupInvocations } from "@/lib/model/log-invocations";
import { spanOf, type TimeSpan } from "@/lib/model/time-range";
import { DurationBar, OutcomeCell } from "./invocation-cells";
import { LineText, wordColour, wordOf } from "./line-text";
import { RequestActions } from "./request/request-actions";
import { RequestTimeline } from "./request/request-timeline";
import { SameError } from "./request/same-error";
import { type LogSource, readEvents, wholeMs } from "./use-log-events";

export interface RequestDrawerProps {
  source: LogSource;
  requestId: string;
  /** What the page knows of it; its lines are read. */
  known: InvocationSummary | undefined;
  size: Omit<BilledSize, "memoryMb"> | undefined;
  onClose(): void;
}

/** One request: its figures and all of its lines. */
export function RequestDrawer({ source, requestId, known, size, onClose }: RequestDrawerProps) {
  const { data, error, isLoading, refetch } = useRequest(source, requestId, known);
  const invocation = data ?? known;
  return (
    <Drawer
      label={`Request ${requestId}`}
      onClose={onClose}
      title={
        <span className="flex items-center gap-1.5 text-12">
          Request{" "}
          <span className="code-text truncate font-normal" title={requestId}>
            {requestId.slice(0, 13)}
          </span>
          <CopyButton label="Copy request id" text={requestId} />
        </span>
      }
    >
      {invocation ? (
        <div className="flex flex-col gap-3">
          <Request invocation={invocation} size={size} />
          {data ? (
            <>
              <RequestActions source={source} invocation={data} />
              <RequestTimeline invocation={data} />
              <SameError source={source} lines={data.lines} />
              <RequestLines lines={data.lines} />
            </>
          ) : error ? (
            <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
          ) : (
            <SkeletonRows rows={4} />
          )}
        </div>
      ) : error ? (
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : isLoading ? (
        <SkeletonRows rows={4} />
      ) : (
        <p className="text-12 text-text-2">
          No line of this request was found in {source.logGroup}. New lines can take a few seconds;
          the page keeps looking.
        </p>
      )}
    </Drawer>
  );
}

function Request({
  invocation,
  size,
}: {
  invocation: InvocationSummary;
  size: RequestDrawerProps["size"];
}) {
  const { zone } = useSession();
  const { report } = invocation;
  const cost =
    size && report?.billedDurationMs !== undefined && report.memorySizeMb !== undefined
      ? invocationCost({ ...size, memoryMb: report.memorySizeMb }, report.billedDurationMs)
      : undefined;
  const facts: [string, React.ReactNode][] = [
    ["Result", <OutcomeCell key="r" invocation={invocation} />],
    ["Began", formatDateTime(invocation.startMs, zone, invocation.endMs)],
    ["Version", invocation.version],
    ["Duration", <Quantity key="d" of={formatDuration(report?.durationMs)} />],
    [
      "Init",
      report?.initDurationMs === undefined ? undefined : (
        <Quantity key="i" of={formatDuration(report.initDurationMs)} />
      ),
    ],
    ["Billed", <Quantity key="b" of={formatDuration(report?.billedDurationMs)} />],
    [
      "Memory used",
      <span key="m">
        <Quantity of={formatMemory(report?.maxMemoryUsedMb)} /> of{" "}
        <Quantity of={formatMemory(report?.memorySizeMb)} />
      </span>,
    ],
    ["Cost, list price", cost && formatMoney(cost.totalUsd)],
    [
      "Trace",
      report?.traceId && (
        <span key="t" className="code-text break-all">
          {report.traceId}
        </span>
      ),
    ],
    [
      "Stream",
      <span key="s" className="code-text break-all">
        {invocation.stream}
      </span>,
    ],
  ];
  return (
    <div className="flex flex-col gap-3">
      <DurationBar
        invocation={invocation}
        longestMs={(report?.initDurationMs ?? 0) + (report?.durationMs ?? 0)}
      />
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-12">
        {facts.map(([label, value]) =>
          value ? (
            <div key={label} className="contents">
              <dt className="text-text-3">{label}</dt>
              <dd className="min-w-0 text-right">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </div>
  );
}

function RequestLines({ lines }: Pick<LoggedInvocation, "lines">) {
  const { zone } = useSession();
  return (
    <section aria-label="Lines" className="flex flex-col gap-3">
      <div className="flex items-center gap-2 text-12">
        <h2 className="font-semibold">Lines</h2>
        <span className="text-11 text-text-3">{lines.length}</span>
        <span className="flex-1" />
        <CopyButton
          wide
          label="Copy lines"
          text={() => lines.map(({ event }) => event.message.replace(/\n$/, "")).join("\n")}
        />
      </div>
      <ol className="code-text -mx-3.5 text-12 leading-4.5">
        {lines.map(({ event, line }) => (
          <li key={event.id} className="px-3.5 py-px hover:bg-surface-2">
            <span className="mr-2 text-text-3">{formatClock(event.timestampMs, zone, "ms")}</span>
            <span className={`mr-2 ${wordColour(line)}`}>{wordOf(line)}</span>
            <span
              className={`break-words whitespace-pre-wrap ${line.kind === "text" ? "" : "text-text-3"}`}
            >
              <LineText line={line} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const aroundMs = 60_000;

/**
 * The lines of a request: those of its stream in its time. What the page does not know is found by its id first. Looks
 * again until it has ended.
 */
function useRequest(source: LogSource, requestId: string, known: InvocationSummary | undefined) {
  const { connectionId, range } = useSession();
  return useQuery({
    queryKey: ["request", connectionId, source.logGroup, requestId, known?.endMs],
    queryFn: async ({ signal }): Promise<LoggedInvocation | null> => {
      const place =
        known ??
        (await findRequest(source, requestId, wholeMs(spanOf(range, Date.now() + 1_000)), signal));
      if (!place) return null;
      const around = { startMs: place.startMs - aroundMs, endMs: place.endMs + 2_000 };
      const { events } = await readEvents(
        { ...source, stream: place.stream },
        { ...wholeMs(around), limit: 10_000 },
        signal,
      );
      return groupInvocations(events).find((one) => one.requestId === requestId) ?? null;
    },
    enabled: connectionId !== undefined,
    refetchInterval: ({ state }) => (state.data?.report ? false : 3_000),
  });
}

/** Where and when lines name a request. */
async function findRequest(
  source: LogSource,
  requestId: string,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<(TimeSpan & { stream: string }) | undefined> {
  const { events } = await readEvents(
    source,
    { ...span, pattern: `"${requestId}"`, limit: 1_000 },
    signal,
  );
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) return undefined;
  // Attempts of one event can be in several streams: the last one.
  const { stream } = last;
  const start = events.find((event) => event.stream === stream) ?? first;
  return { stream, startMs: start.timestampMs, endMs: last.timestampMs };
}
