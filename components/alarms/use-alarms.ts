"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { AlarmEvent, FunctionAlarms } from "@/lib/model/alarm";
import type { AlarmSubject } from "@/lib/model/alarm-form";
import type { MetricReading } from "@/lib/model/metric-series";
import { spanOf } from "@/lib/model/time-range";

/** The alarms that watch the open function and its mappings. */
export function useAlarms(mappingUuids: readonly string[]) {
  const { connectionId, refreshMs } = useSession();
  const { name } = useFunctionAddress();
  return useQuery({
    queryKey: ["alarms", connectionId, name, mappingUuids],
    queryFn: ({ signal }) =>
      getJson<FunctionAlarms>(functionPath(name, "/alarms"), { mapping: mappingUuids }, signal),
    enabled: connectionId !== undefined,
    placeholderData: (before, query) =>
      query?.queryKey[1] === connectionId && query?.queryKey[2] === name
        ? keepPreviousData(before)
        : undefined,
    refetchInterval: refreshMs || false,
  });
}

/** What happened to one alarm; asked when it is opened. */
export function useAlarmHistory(alarmName: string) {
  const { connectionId } = useSession();
  const { name } = useFunctionAddress();
  return useQuery({
    queryKey: ["alarm-history", connectionId, name, alarmName],
    queryFn: async ({ signal }) =>
      (
        await getJson<{ events: AlarmEvent[] }>(
          functionPath(name, "/alarms/history"),
          { alarm: alarmName },
          signal,
        )
      ).events,
    enabled: connectionId !== undefined,
  });
}

/** What an alarm on the open function would have seen in the time range. */
export function useSubjectValues(
  subject: AlarmSubject | undefined,
  statistic: string | undefined,
  periodSeconds: number,
) {
  const { connectionId, range } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: [
      "metrics-of-subject",
      connectionId,
      name,
      qualifier ?? "",
      range.text,
      subject,
      statistic,
      periodSeconds,
    ],
    queryFn: ({ signal }) => {
      const { startMs, endMs } = spanOf(range, Date.now());
      return getJson<MetricReading & { values: (number | null)[] }>(
        functionPath(name, "/metrics/values"),
        {
          subject,
          statistic,
          periodSeconds,
          qualifier,
          startMs: Math.floor(startMs),
          endMs: Math.ceil(endMs),
        },
        signal,
      );
    },
    enabled: connectionId !== undefined && subject !== undefined,
    placeholderData: keepPreviousData,
  });
}
