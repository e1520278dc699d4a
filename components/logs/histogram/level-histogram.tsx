"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { ChartDefinition } from "@/components/chart/chart-definition";
import { ChartPanel } from "@/components/chart/chart-panel";
import { ChartCursor } from "@/components/chart/cursor";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { formatClock, formatCount } from "@/lib/model/format";
import { type LevelBar, levelHistogram, queriedHistogram } from "@/lib/model/level-histogram";
import type { BufferedLine } from "@/lib/model/log-buffer";
import { binFor, levelQuery } from "@/lib/model/ready-queries";
import { absoluteRange, spanOf } from "@/lib/model/time-range";
import { ScanEstimate } from "../insights/scan-estimate";
import { useQueryRun } from "../insights/use-query-run";
import type { Reading } from "../use-log-buffer";
import { type LogSource, wholeMs } from "../use-log-events";

const definition: ChartDefinition<LevelBar> = {
  title: "Lines by level",
  series: [
    { label: "info", value: ({ info }) => info, colour: "var(--c-observed)", draw: "bar" },
    { label: "warn", value: ({ warn }) => warn, colour: "var(--c-warn)", draw: "bar" },
    { label: "error", value: ({ error }) => error, colour: "var(--c-error)", draw: "bar" },
  ],
  limits: [],
  format: formatCount,
  integers: true,
  height: 92,
};
const countEveryMs = 500;

export interface LevelHistogramProps {
  source: LogSource;
  lines: readonly BufferedLine[];
  /** Grows when lines are added: the list grows in place. */
  changes: number;
  reading: Reading;
  /** Only lines that a filter lets through are there, so the whole time cannot be counted beside them. */
  isFiltered: boolean;
}

/** The lines read so far by level over the time range; drag to narrow it. The rest is counted only when asked for. */
export function LevelHistogram({
  source,
  lines,
  changes,
  reading,
  isFiltered,
}: LevelHistogramProps) {
  const { range, setRange, zone } = useSession();
  const [place, width] = useWidth<HTMLDivElement>();
  const [cursor] = useState(() => new ChartCursor());
  const [before, setBefore] = useState<string[]>([]);
  const counted = useSlowly(changes);
  const { coveredFromMs, complete, readMs } = reading;
  const whole = useQueryRun(() => {});
  const [countedRange, setCountedRange] = useState<string>();
  const result = whole.run?.update;
  const isCounted =
    countedRange === range.text &&
    result?.status === "Complete" &&
    whole.run?.endedMs !== undefined;
  const histogram = useMemo(
    () =>
      isCounted && whole.run && result
        ? queriedHistogram(result.table, whole.run.query.span)
        : levelHistogram(lines, spanOf(range, readMs), complete ? 0 : coveredFromMs),
    // The list grows in place; the count of changes says when. The range's text says whether it changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [lines, counted, range.text, readMs, coveredFromMs, complete, isCounted],
  );
  const countAll = () => {
    setCountedRange(range.text);
    void whole.start({
      groups: [source.logGroup],
      text: levelQuery(binFor(range.lengthMs).bin, source.functionName),
      span: wholeMs(spanOf(range, Date.now())),
    });
  };
  return (
    <div ref={place} className="flex-none border-b border-border max-md:hidden">
      {width > 0 && (
        <ChartPanel
          definition={definition}
          points={histogram.bars}
          startMs={histogram.startMs}
          stepMs={histogram.stepMs}
          width={width}
          zone={zone}
          cursor={cursor}
          markers={[]}
          onZoom={(span) => {
            setBefore([...before, range.text]);
            setRange(absoluteRange(span));
          }}
          onZoomBack={() => {
            const last = before.at(-1);
            if (last === undefined) return;
            setBefore(before.slice(0, -1));
            setRange(last);
          }}
        />
      )}
      {isCounted ? (
        <p className="px-4 pb-1 text-11 text-text-3">
          All lines of the time, counted by Insights; levels by the words ERROR and WARN.
        </p>
      ) : (
        !complete && (
          <div className="flex flex-wrap items-center gap-2 px-4 pb-1 text-11 text-text-3">
            <span>
              {isFiltered ? "Found lines" : "Lines"} back to {formatClock(coveredFromMs, zone)} are
              counted; before that nothing has been read.
            </span>
            {!isFiltered && (
              <>
                <Button
                  size="small"
                  busy={whole.run !== undefined && whole.run.endedMs === undefined}
                  onClick={countAll}
                >
                  Count the whole time
                </Button>
                <ScanEstimate groups={[source.logGroup]} />
              </>
            )}
            {whole.run?.problem && (
              <span className="text-danger" role="alert">
                {whole.run.problem.detail}
              </span>
            )}
          </div>
        )
      )}
    </div>
  );
}

/** A value that changes often, seen twice a second. */
function useSlowly(value: number): number {
  const [seen, setSeen] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => setSeen(latest.current), countEveryMs);
    return () => clearInterval(timer);
  }, []);
  return seen;
}
