import type { SortColumn } from "@/lib/model/function-filter";

export interface ListColumn {
  id: SortColumn;
  label: string;
  /** Pixels; the name takes what is left. */
  width: number;
  number?: boolean;
  title?: string;
}

/** The list's columns in their order. */
export const listColumns: readonly ListColumn[] = [
  { id: "name", label: "Name", width: 166 },
  { id: "state", label: "State", width: 84 },
  { id: "runtime", label: "Runtime", width: 100 },
  { id: "memory", label: "Memory", width: 72, number: true },
  { id: "timeout", label: "Timeout", width: 58, number: true },
  {
    id: "concurrency",
    label: "Concurrency, p99 of limit",
    width: 212,
    title: "Concurrent executions: 99 % of the busy minutes stay under the bar",
  },
  { id: "invocations", label: "Invocations", width: 136 },
  { id: "errors", label: "Errors", width: 52, number: true },
  { id: "rate", label: "Rate", width: 58, number: true, title: "Errors per invocation" },
  { id: "throttles", label: "Throttles", width: 66, number: true },
  {
    id: "p99",
    label: "p99 time",
    width: 70,
    number: true,
    title: "Duration: the highest p99 of the steps",
  },
  {
    id: "cost",
    label: "$/day",
    width: 62,
    number: true,
    title: "List price of duration and requests, without free tier and discounts",
  },
  { id: "modified", label: "Modified", width: 66, number: true },
];

/** What a narrow window leaves out first. */
const droppedFirst: readonly SortColumn[] = ["modified", "timeout", "runtime"];
const boxWidth = 38;
/** The name gives way last. */
const narrowNameWidth = 120;

/** The columns the user wants, as many as fit: a few give way before the table scrolls sideways. */
export function columnsThatFit(hidden: readonly SortColumn[], width: number): ListColumn[] {
  let columns = listColumns.filter(({ id }) => id === "name" || !hidden.includes(id));
  for (const id of droppedFirst) {
    if (totalWidth(columns) <= width) break;
    columns = columns.filter((column) => column.id !== id);
  }
  return columns;
}

/** Below this the table scrolls sideways. */
export function leastWidth(columns: readonly ListColumn[]): number {
  const name = columns.find(({ id }) => id === "name");
  return totalWidth(columns) - (name ? name.width - narrowNameWidth : 0);
}

export function totalWidth(columns: readonly ListColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, boxWidth);
}
