import { csvCell } from "./csv-cell";
import type { QueryTable } from "./insights-query";

/** CloudWatch's pointer to the whole event, which no one reads. */
export const pointerColumn = "@ptr";

const numberForm = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/;

/** A value as a number; undefined when it is none. */
export function numberIn(value: string | null): number | undefined {
  return value !== null && numberForm.test(value) ? Number(value) : undefined;
}

/** A time as Insights writes it (`2026-11-26 14:18:24.487`, in UTC); undefined for anything else. */
export function timeIn(value: string | null): number | undefined {
  return value !== null && timeForm.test(value)
    ? Date.parse(`${value.replace(" ", "T")}Z`)
    : undefined;
}

/** Between 2001 and 2096. */
function isMilliseconds(value: number): boolean {
  return Number.isInteger(value) && value >= 1e12 && value < 4e12;
}

export type ColumnKind = "number" | "time" | "text";

/** Columns that hold a time as a number: `latest(@timestamp)` gives milliseconds. */
const momentName = /@timestamp|@ingestionTime|^(first|last|latest|earliest|newest|oldest)/i;

/** What all values of a column are. */
export function columnKind({ columns, rows }: QueryTable, column: number): ColumnKind {
  const isMoment = momentName.test(columns[column] ?? "");
  let kind: ColumnKind | undefined;
  for (const row of rows) {
    const value = row[column] ?? null;
    if (value === null) continue;
    const number = numberIn(value);
    const own =
      timeIn(value) !== undefined || (isMoment && number !== undefined && isMilliseconds(number))
        ? "time"
        : number !== undefined
          ? "number"
          : "text";
    if (own === "text" || (kind !== undefined && own !== kind)) return "text";
    kind = own;
  }
  return kind ?? "text";
}

/** Rows in the order of one column: numbers by size, texts by letters, missing values last either way. */
export function sortRows(
  { rows }: QueryTable,
  column: number,
  direction: "ascending" | "descending",
): QueryTable["rows"] {
  const sign = direction === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left = null, right = null] = [a[column], b[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const [leftNumber, rightNumber] = [numberIn(left), numberIn(right)];
    const order =
      leftNumber !== undefined && rightNumber !== undefined
        ? leftNumber - rightNumber
        : left < right
          ? -1
          : Number(left > right);
    return sign * order;
  });
}

/** The rows as CSV with a head, without CloudWatch's pointers. */
export function rowsAsCsv(table: QueryTable): string {
  const shown = shownColumns(table);
  const lines = table.rows.map((row) =>
    shown.map((at) => {
      const value = row[at] ?? null;
      return numberIn(value) === undefined ? csvCell(value) : value;
    }),
  );
  const head = shown.map((at) => csvCell(table.columns[at]!));
  return [head, ...lines].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** The rows as a JSON list of objects; numbers become numbers, JSON stays JSON, missing values are left out. */
export function rowsAsJson(table: QueryTable): string {
  const shown = shownColumns(table);
  const objects = table.rows.map((row) =>
    Object.fromEntries(
      shown.flatMap((at) => {
        const value = row[at] ?? null;
        return value === null
          ? []
          : [[table.columns[at]!, numberIn(value) ?? jsonIn(value) ?? value]];
      }),
    ),
  );
  return JSON.stringify(objects, null, 2);
}

/** A value that is a JSON object or list; undefined otherwise. */
export function jsonIn(value: string): object | undefined {
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Places of the columns that people read. */
export function shownColumns({ columns }: QueryTable): number[] {
  return columns.flatMap((name, at) => (name === pointerColumn ? [] : [at]));
}
