"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { MetricSubject } from "@/lib/model/metric-plan";
import type { FunctionMetrics } from "@/lib/model/metric-series";
import { spanOf } from "@/lib/model/time-range";

export interface MetricsOptions {
  /** The chosen step; absent: the one that suits the range. */
  stepSeconds?: number;
  /** How long before the range: the period that is compared with. */
  shiftMs?: number;
  enabled?: boolean;
}

/** Series of the open function over the time range; one batch of queries each refresh. */
export function useFunctionMetrics(
  subject: Omit<MetricSubject, "functionName" | "qualifier">,
  { stepSeconds, shiftMs = 0, enabled = true }: MetricsOptions = {},
) {
  const { connectionId, range, refreshMs } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: [
      "metrics",
      connectionId,
      name,
      qualifier ?? "",
      range.text,
      stepSeconds,
      shiftMs,
      subject,
    ],
    queryFn: ({ signal }) => {
      const { startMs, endMs } = spanOf(range, Date.now());
      return getJson<FunctionMetrics>(
        functionPath(name, "/metrics"),
        {
          qualifier,
          startMs: Math.floor(startMs - shiftMs),
          endMs: Math.ceil(endMs - shiftMs),
          periodSeconds: stepSeconds,
          group: subject.groups,
          duration: subject.durations,
          mapping: subject.mappings,
          version: subject.executedVersions,
        },
        signal,
      );
    },
    enabled: enabled && connectionId !== undefined,
    placeholderData: (before, query) =>
      query?.queryKey[1] === connectionId && query?.queryKey[2] === name
        ? keepPreviousData(before)
        : undefined,
    refetchInterval: range.fixed ? false : refreshMs || false,
  });
}
