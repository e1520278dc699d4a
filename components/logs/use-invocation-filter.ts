"use client";

import type { InvocationFilter, InvocationSort, SortColumn } from "@/lib/model/invocation-filter";
import { newestFirst, sortColumns } from "@/lib/model/invocation-filter";
import { outcomes } from "@/lib/model/invocation-table";
import { useUrlParam } from "./use-url-param";

type Only = NonNullable<InvocationFilter["only"]>;
const onlyValues: readonly Only[] = ["cold", "errors", ...outcomes];

/** What narrows and orders the list of requests; all of it stands in the address. */
export function useInvocationFilter() {
  const [onlyText, setOnly] = useUrlParam("only");
  const [slowerText, setSlower] = useUrlParam("slower");
  const [version, setVersion] = useUrlParam("version");
  const [boxText, setBox] = useUrlParam("box");
  const [sortText, setSort] = useUrlParam("sort");
  const only = onlyValues.find((value) => value === onlyText);
  const slowerThanMs = /^\d+$/.test(slowerText) ? Number(slowerText) : undefined;
  return {
    only,
    setOnly: (next: Only | undefined) => setOnly(next ?? ""),
    slowerThanMs,
    setSlower: (ms: number | undefined) => setSlower(ms ? String(ms) : ""),
    version: version || undefined,
    setVersion,
    box: parseBox(boxText),
    setBox: (box: InvocationFilter["box"]) =>
      setBox(
        box
          ? [box.startMs, box.endMs, box.leastMs, box.mostMs]
              .map((value) => Math.round(value * 100) / 100)
              .join("_")
          : "",
      ),
    sort: parseSort(sortText),
    /** Once more on the same column turns the order around. */
    sortBy: (column: SortColumn) => {
      const sort = parseSort(sortText);
      const turned = sort.direction === "descending" ? "ascending" : "descending";
      const direction = sort.column === column ? turned : "descending";
      setSort(column === "time" && direction === "descending" ? "" : `${column}-${direction}`);
    },
  };
}

export type InvocationFilterState = ReturnType<typeof useInvocationFilter>;

function parseBox(text: string): InvocationFilter["box"] {
  const values = text.split("_").map(Number);
  if (values.length !== 4 || !values.every(Number.isFinite)) return undefined;
  const [startMs = 0, endMs = 0, leastMs = 0, mostMs = 0] = values;
  return { startMs, endMs, leastMs, mostMs };
}

function parseSort(text: string): InvocationSort {
  const [name, direction] = text.split("-");
  const column = sortColumns.find((one) => one === name);
  if (!column) return newestFirst;
  return { column, direction: direction === "ascending" ? "ascending" : "descending" };
}
