"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { logSourceOf, readEvents, wholeMs } from "@/components/logs/use-log-events";
import { useSession } from "@/components/shell/session";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { parseReport } from "@/lib/model/report-line";
import type { TimedReport } from "@/lib/model/report-steps";
import { spanOf } from "@/lib/model/time-range";

export interface Reports {
  reports: TimedReport[];
  /** There are more REPORT lines in the range than were read; the newest were. */
  isPart: boolean;
}

/** So many lines are one or two calls of FilterLogEvents. */
const mostReports = 1_000;
/** Text and JSON format in one: any of the two phrases. */
const pattern = '?"REPORT RequestId" ?"platform.report"';

/** The newest REPORT lines of the range, which alone tell memory, cold starts and init. `versions`: only theirs. */
export function useReports(
  detail: FunctionDetail | undefined,
  versions: readonly string[] | undefined,
) {
  const { connectionId, range, refreshMs } = useSession();
  return useQuery({
    queryKey: [
      "log-reports",
      connectionId,
      detail?.name,
      detail?.logging.logGroup,
      range.text,
      versions,
    ],
    queryFn: async ({ signal }): Promise<Reports> => {
      if (!detail) return { reports: [], isPart: false };
      const { events } = await readEvents(
        logSourceOf(detail),
        { ...wholeMs(spanOf(range, Date.now())), pattern, limit: mostReports },
        signal,
      );
      const reports = events.flatMap(({ message, timestampMs, stream }) => {
        const report = isOf(stream, versions) ? parseReport(message) : undefined;
        return report ? [{ timeMs: timestampMs, report }] : [];
      });
      return { reports, isPart: events.length >= mostReports };
    },
    enabled: connectionId !== undefined && detail !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: range.fixed ? false : refreshMs || false,
  });
}

/** A stream's name holds the version that wrote it: `2026/11/20/[47]0123...`. */
function isOf(stream: string, versions: readonly string[] | undefined): boolean {
  return !versions || versions.some((version) => stream.includes(`[${version}]`));
}
