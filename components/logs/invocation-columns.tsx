import { Quantity } from "@/components/ui/quantity";
import { ColumnHead } from "@/components/ui/table";
import { formatClock, formatDateTime, formatDuration, type Zone } from "@/lib/model/format";
import type { InvocationSummary } from "@/lib/model/invocation";
import type { InvocationSort, SortColumn } from "@/lib/model/invocation-filter";
import type { BilledSize } from "@/lib/model/lambda-price";
import { CostCell, DurationBar, InitCell, MemoryCell, OutcomeCell } from "./invocation-cells";

/** What all rows of a table of invocations share. */
export interface RowContext {
  zone: Zone;
  /** The scale of the bars. */
  longestMs: number;
  /** For prices; absent where the function is not known. */
  size: Omit<BilledSize, "memoryMb"> | undefined;
  onOpen(requestId: string): void;
}

interface Column {
  head: string;
  /** What it is sorted by, where it can be. */
  sort?: SortColumn;
  width?: number;
  number?: boolean;
  title?: string;
  /** Shown where the table has at least this many pixels. */
  from: number;
  cell(invocation: InvocationSummary, context: RowContext): React.ReactNode;
}

const columns: Column[] = [
  {
    head: "Time",
    sort: "time",
    width: 116,
    from: 0,
    cell: ({ startMs }, { zone }) => (
      <span className="code-text" title={formatDateTime(startMs, zone, startMs)}>
        {formatClock(startMs, zone, "ms")}
      </span>
    ),
  },
  {
    head: "Result",
    sort: "result",
    width: 156,
    from: 0,
    cell: (invocation) => <OutcomeCell invocation={invocation} />,
  },
  {
    head: "Request",
    width: 92,
    from: 560,
    cell: ({ requestId }, { onOpen }) => (
      <button
        type="button"
        className="code-text text-text-2"
        title={`Open the lines of ${requestId}`}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(requestId);
        }}
      >
        {requestId.slice(0, 8)}
      </button>
    ),
  },
  {
    head: "Init and duration",
    from: 700,
    cell: (invocation, { longestMs }) => (
      <DurationBar invocation={invocation} longestMs={longestMs} />
    ),
  },
  {
    head: "Duration",
    sort: "duration",
    width: 92,
    number: true,
    from: 0,
    cell: ({ report }) => <Quantity of={formatDuration(report?.durationMs)} />,
  },
  {
    head: "Init",
    sort: "init",
    width: 80,
    number: true,
    from: 900,
    cell: (invocation) => <InitCell invocation={invocation} />,
  },
  {
    head: "Billed",
    sort: "billed",
    width: 92,
    number: true,
    from: 980,
    cell: ({ report }) => <Quantity of={formatDuration(report?.billedDurationMs)} />,
  },
  {
    head: "Memory used",
    sort: "memory",
    width: 140,
    number: true,
    from: 640,
    cell: (invocation) => <MemoryCell invocation={invocation} />,
  },
  {
    head: "$ per million",
    sort: "cost",
    width: 104,
    number: true,
    title: "List price of a million such invocations",
    from: 1040,
    cell: (invocation, { size }) => <CostCell invocation={invocation} size={size} />,
  },
  {
    head: "Version",
    sort: "version",
    width: 84,
    number: true,
    from: 1140,
    cell: ({ version }) => <span className="text-text-2">{version ?? "\u2013"}</span>,
  },
];

/** The heads of the columns a table of this width has room for. */
export function InvocationHeads({
  tableWidth,
  zone,
  sort,
  sortBy,
}: {
  tableWidth: number;
  zone: Zone;
  sort?: InvocationSort;
  sortBy?(column: SortColumn): void;
}) {
  return (
    <thead>
      <tr>
        {columns
          .filter(({ from }) => tableWidth >= from)
          .map(({ head, width, number, title, ...column }) => (
            <ColumnHead
              key={head}
              width={width}
              number={number}
              title={title}
              sorted={sort && sort.column === column.sort ? sort.direction : undefined}
              onSort={column.sort && sortBy ? () => sortBy(column.sort!) : undefined}
            >
              {head === "Time" ? `Time (${zone === "utc" ? "UTC" : "local"})` : head}
            </ColumnHead>
          ))}
      </tr>
    </thead>
  );
}

/** The cells of one invocation. */
export function InvocationRowCells({
  invocation,
  tableWidth,
  context,
}: {
  invocation: InvocationSummary;
  tableWidth: number;
  context: RowContext;
}) {
  return columns
    .filter(({ from }) => tableWidth >= from)
    .map(({ head, number, cell }) => (
      <td key={head} className={number ? "num" : undefined}>
        {cell(invocation, context)}
      </td>
    ));
}
