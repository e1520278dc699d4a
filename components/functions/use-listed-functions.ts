"use client";

import { useEffect, useMemo, useState } from "react";
import { useSession } from "@/components/shell/session";
import { problemOf } from "@/components/ui/problem-view";
import { listed, type ListedFunction } from "@/lib/model/function-filter";
import type { FunctionRow, FunctionRowDetail, RowMetrics } from "@/lib/model/function-row";
import type { Problem } from "@/lib/model/problem";
import { useCodeNews } from "./use-code-news";
import { useRowDetails, useRowMetrics } from "./use-functions";

/** Up to this many functions everything is read at first; beyond it, and later, only what is in sight. */
const smallList = 100;
const batchSize = 100;

export interface ListedFunctions {
  rows: ListedFunction[];
  /** How many rows have their metrics. */
  metricsRead: number;
  detailsRead: number;
  problems: Problem[];
  metricsAsOf: string | undefined;
  /** Reading everything, batch by batch. */
  isReadingAll: boolean;
  readAll(on: boolean): void;
}

/** The functions with details and metrics as far as they have been read: first those in sight. */
export function useListedFunctions(
  functions: readonly FunctionRow[],
  inSight: readonly string[],
): ListedFunctions {
  const { connectionId, connection, range } = useSession();
  const [isReadingAll, readAll] = useState(false);
  const [details, addDetails] = useCollected<FunctionRowDetail>(connectionId ?? "");
  const [metrics, addMetrics] = useCollected<RowMetrics>(`${connectionId} ${range.text}`);

  const names = useMemo(() => functions.map(({ name }) => name), [functions]);
  const next = (known: Record<string, unknown>) => {
    if (names.length <= smallList) return names;
    const unread = isReadingAll ? names.filter((name) => !Object.hasOwn(known, name)) : [];
    return unread.length > 0 ? unread.slice(0, batchSize) : inSight.slice(0, batchSize);
  };
  const detailsQuery = useRowDetails(next(details), inSight);
  const metricsQuery = useRowMetrics(next(metrics), inSight);
  useCodeNews(useMemo(() => namedDetails(details), [details]));
  useEffect(() => addDetails(detailsQuery.data?.details), [detailsQuery.data, addDetails]);
  useEffect(() => addMetrics(metricsQuery.data?.metrics), [metricsQuery.data, addMetrics]);

  const metricsRead = useMemo(() => countIn(metrics, names), [metrics, names]);
  const detailsRead = useMemo(() => countIn(details, names), [details, names]);
  const isAllRead = metricsRead === names.length && detailsRead === names.length;
  const problems = [
    ...(detailsQuery.error ? [problemOf(detailsQuery.error)] : (detailsQuery.data?.problems ?? [])),
    ...(metricsQuery.error ? [problemOf(metricsQuery.error)] : (metricsQuery.data?.problems ?? [])),
  ];
  const listedOf = useMemo(
    () => rowMaker(connection?.region ?? "", range.lengthMs),
    [connection?.region, range.lengthMs],
  );
  const rows = useMemo(
    () => functions.map((row) => listedOf(row, details[row.name], metrics[row.name])),
    [functions, details, metrics, listedOf],
  );
  return {
    rows,
    metricsRead,
    detailsRead,
    problems,
    metricsAsOf: metricsQuery.data?.asOf,
    isReadingAll: isReadingAll && !isAllRead && problems.length === 0,
    readAll,
  };
}

/** Makes rows, the same one again for the same parts: of thousands only those change that something was read of. */
function rowMaker(region: string, rangeMs: number) {
  const made = new WeakMap<FunctionRow, Made>();
  return (row: FunctionRow, detail?: FunctionRowDetail, metrics?: RowMetrics): ListedFunction => {
    const before = made.get(row);
    if (before && before.detail === detail && before.metrics === metrics) return before.listed;
    const whole = detail ? { ...row, ...detail } : row;
    const after = { detail, metrics, listed: listed(whole, metrics, region, rangeMs) };
    made.set(row, after);
    return after.listed;
  };
}

interface Made {
  detail: FunctionRowDetail | undefined;
  metrics: RowMetrics | undefined;
  listed: ListedFunction;
}

/** Values by name, added as they come and dropped when `key` changes. */
function useCollected<T>(
  key: string,
): [Record<string, T>, (more: Record<string, T> | undefined) => void] {
  const [state, setState] = useState<{ key: string; values: Record<string, T> }>({
    key,
    values: {},
  });
  const add = useMemo(
    () => (more: Record<string, T> | undefined) => {
      if (more)
        setState((before) => ({
          key,
          values: before.key === key ? { ...before.values, ...more } : more,
        }));
    },
    [key],
  );
  return [state.key === key ? state.values : noValues, add];
}

function countIn(values: Record<string, unknown>, names: readonly string[]): number {
  return names.reduce((count, name) => count + Number(Object.hasOwn(values, name)), 0);
}

const noValues = {};

function namedDetails(details: Readonly<Record<string, FunctionRowDetail>>) {
  return Object.entries(details).map(([name, detail]) => ({ name, ...detail }));
}
