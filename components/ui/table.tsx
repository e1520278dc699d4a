import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

/** A real table with the house's look: `<Table label="Versions"><thead>…`. Cells with numbers get the class `num`. */
export function Table({
  label,
  compact,
  rowCount,
  children,
}: {
  label: string;
  compact?: boolean;
  /** All rows, when only some of them are in the document. */
  rowCount?: number;
  children: ReactNode;
}) {
  return (
    <table
      className={`table ${compact ? "table-compact" : ""}`}
      aria-label={label}
      aria-rowcount={rowCount}
    >
      {children}
    </table>
  );
}

export type SortDirection = "ascending" | "descending";

/** A column head; with `onSort` it is a button and says its direction. */
export function ColumnHead({
  children,
  number,
  sorted,
  onSort,
  width,
  title,
}: {
  children?: ReactNode;
  /** Right-aligned, like its numbers. */
  number?: boolean;
  sorted?: SortDirection;
  onSort?(): void;
  width?: number | string;
  title?: string;
}) {
  const arrow =
    sorted &&
    (sorted === "ascending" ? (
      <ArrowUp size={11} aria-hidden />
    ) : (
      <ArrowDown size={11} aria-hidden />
    ));
  return (
    <th
      scope="col"
      className={number ? "num" : undefined}
      style={{ width }}
      title={title}
      aria-sort={onSort ? (sorted ?? "none") : undefined}
    >
      {onSort ? (
        <button type="button" onClick={onSort}>
          {children}
          {arrow}
        </button>
      ) : (
        children
      )}
    </th>
  );
}
