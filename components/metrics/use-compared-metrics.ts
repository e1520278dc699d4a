"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { MetricReading, MetricValues } from "@/lib/model/metric-series";
import type { MetricGroup, SeriesId } from "@/lib/model/metric-specs";
import { spanOf } from "@/lib/model/time-range";

const groups: MetricGroup[] = ["base", "duration", "async", "stream"];

interface ComparedMetrics extends MetricReading {
  functions: ({ name: string } & MetricValues)[];
}

/** The series of several functions on one grid, from one batch of queries. */
export function useComparedMetrics(
  names: readonly string[],
  duration: SeriesId,
  stepSeconds: number | undefined,
) {
  const { connectionId, range, refreshMs } = useSession();
  return useQuery({
    queryKey: ["metrics-compared", connectionId, names, range.text, duration, stepSeconds],
    queryFn: ({ signal }) => {
      const { startMs, endMs } = spanOf(range, Date.now());
      return getJson<ComparedMetrics>(
        "/api/metrics",
        {
          function: names,
          group: groups,
          duration,
          startMs: Math.floor(startMs),
          endMs: Math.ceil(endMs),
          periodSeconds: stepSeconds,
        },
        signal,
      );
    },
    enabled: connectionId !== undefined && names.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: range.fixed ? false : refreshMs || false,
  });
}
