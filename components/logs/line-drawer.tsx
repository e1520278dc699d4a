"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatClock, formatDay } from "@/lib/model/format";
import { BufferedLine } from "@/lib/model/log-buffer";
import { jsonValues } from "@/lib/model/log-columns";
import { versionOfStream } from "@/lib/model/log-group";
import { eventKey } from "@/lib/model/seen-events";
import { LineContext } from "./line-context";
import { LineText, wordColour, wordOf } from "./line-text";
import { type LogSource, readEvents } from "./use-log-events";
import { useUrlParam } from "./use-url-param";

export interface LineDrawerProps {
  source: LogSource;
  /** Names the line by its time and text; part of the address. */
  lineKey: string;
  /** The line, where the page holds it. */
  known: BufferedLine | undefined;
  onRequest(requestId: string): void;
  onClose(): void;
}

/** One line: when, whose, its values, and what stands around it in its stream. */
export function LineDrawer({ source, lineKey, known, onRequest, onClose }: LineDrawerProps) {
  const found = useLine(source, lineKey, known === undefined);
  const line = known ?? found.data;
  return (
    <Drawer
      label="Line"
      onClose={onClose}
      title={
        <span className="flex items-center gap-1.5">
          Line
          {line?.line.level && (
            <span className={`text-12 font-normal ${wordColour(line.line)}`}>
              {line.line.level}
            </span>
          )}
          <CopyButton label="Copy the line" text={line?.event.message.trimEnd() ?? ""} />
          <CopyButton label="Copy a link to this line" text={linkToHere} />
        </span>
      }
    >
      {line ? (
        <LineView line={line} source={source} onRequest={onRequest} />
      ) : found.error ? (
        <ProblemView problem={problemOf(found.error)} onRetry={() => void found.refetch()} />
      ) : found.data === null ? (
        <p className="text-12 text-text-2">
          This line is not in {source.logGroup} any more, or was never in it.
        </p>
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Drawer>
  );
}

function linkToHere(): string {
  return location.href;
}

function LineView({
  line: { event, line },
  source,
  onRequest,
}: {
  line: BufferedLine;
  source: LogSource;
  onRequest(requestId: string): void;
}) {
  const { zone, serverNowMs } = useSession();
  const [, setFilter] = useUrlParam("filter");
  const { requestId } = line;
  const values = [...jsonValues(event.message)];
  const facts: [string, React.ReactNode][] = [
    [
      "Time",
      `${formatDay(event.timestampMs, zone, serverNowMs)} ${formatClock(event.timestampMs, zone, "ms")}`,
    ],
    ["Version", versionOfStream(event.stream)],
    [
      "Request",
      requestId && (
        <button
          key="r"
          type="button"
          className="code-text text-accent"
          title={requestId}
          onClick={() => onRequest(requestId)}
        >
          {requestId.slice(0, 13)}
        </button>
      ),
    ],
    [
      "Stream",
      <span key="s" className="code-text break-all">
        {event.stream}
      </span>,
    ],
  ];
  return (
    <div className="flex flex-col gap-3 text-12">
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {facts.map(([label, value]) =>
          value ? (
            <div key={label} className="contents">
              <dt className="text-text-3">{label}</dt>
              <dd className="min-w-0 text-right">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <p className="code-text break-words whitespace-pre-wrap">
        <span className={`mr-2 ${wordColour(line)}`}>{wordOf(line)}</span>
        <LineText line={line} without={values.map(([path]) => path)} />
      </p>
      {values.length > 0 && (
        <section aria-label="Values" className="flex flex-col gap-1">
          <h2 className="font-semibold">Values</h2>
          {values.map(([path, value]) => (
            <button
              key={path}
              type="button"
              className="flex justify-between gap-3 text-left hover:bg-surface-2"
              title={`Find lines with this ${path}`}
              onClick={() => setFilter(patternFor(path, value))}
            >
              <span className="code-text text-text-3">{path}</span>
              <span className="code-text min-w-0 text-right break-words">{value}</span>
            </button>
          ))}
          <p className="text-11 text-text-3">Choose a value to find the lines that have it.</p>
        </section>
      )}
      {requestId && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => onRequest(requestId)}>
            Lines of this request
          </Button>
          <Button size="small" onClick={() => setFilter(`"${requestId}"`)}>
            Filter to this request
          </Button>
        </div>
      )}
      <LineContext source={source} event={event} />
    </div>
  );
}

/** A JSON filter pattern for one value. */
function patternFor(path: string, value: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  const name = path
    .split(".")
    .map((part) => (/^\w+$/.test(part) ? `.${part}` : `['${part}']`))
    .join("");
  if (value === "true" || value === "false") return `{ $${name} IS ${value.toUpperCase()} }`;
  return `{ $${name} = ${isNumber ? value : JSON.stringify(value)} }`;
}

/** Finds a line by its key: among the events of its millisecond. */
function useLine(source: LogSource, lineKey: string, wanted: boolean) {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["log-line", connectionId, source, lineKey],
    queryFn: async ({ signal }): Promise<BufferedLine | null> => {
      const startMs = Number(/^(\d+)-/.exec(lineKey)?.[1]);
      if (!Number.isSafeInteger(startMs)) return null;
      const { events } = await readEvents(
        source,
        { startMs, endMs: startMs + 1, limit: 10_000 },
        signal,
      );
      const event = events.find((one) => eventKey(one) === lineKey);
      return event ? new BufferedLine(event) : null;
    },
    enabled: wanted && connectionId !== undefined,
  });
}
