import type { DailyUse, UseItem } from "./api-use";
import { formatBytes, formatDuration, formatFullCount, type Quantity } from "./format";

/** One line of the table of what Lambdeck asked for. */
export interface UseRow {
  label: string;
  amount: Quantity;
  costUsd: number;
}

const count = (amount: number): Quantity => [{ value: formatFullCount(amount), unit: "" }];

/** The lines in the order of the table; each takes the items that none before it took. */
const rows: readonly {
  label: string;
  takes(item: UseItem): boolean;
  format?(amount: number): Quantity;
}[] = [
  { label: "Metrics asked for", takes: (item) => item === "metrics" },
  {
    label: "Log text scanned by queries",
    takes: (item) => item === "scanned-bytes",
    format: formatBytes,
  },
  {
    label: "Live tail",
    takes: (item) => item === "live-tail-seconds",
    format: (seconds) => formatDuration(seconds * 1000),
  },
  { label: "Test invocations", takes: (item) => item === "invocations" },
  {
    label: "Their duration",
    takes: (item) => item.startsWith("gb-seconds"),
    format: (gbSeconds) => [
      { value: gbSeconds.toLocaleString("en-US", { maximumSignificantDigits: 3 }), unit: "GB-s" },
    ],
  },
  {
    label: "Other CloudWatch requests",
    takes: (item) => item.startsWith("cloudwatch:") && item !== "cloudwatch:GetMetricData",
  },
  { label: "SQS requests", takes: (item) => item.startsWith("sqs:") },
  { label: "Log text read", takes: (item) => item === "log-bytes", format: formatBytes },
  { label: "All other calls", takes: () => true },
];

/** A day's use in a few lines; what was not used has none. */
export function tableOfUse({ lines }: DailyUse): UseRow[] {
  let left = lines;
  return rows.flatMap(({ label, takes, format = count }) => {
    const own = left.filter(({ item }) => takes(item));
    left = left.filter(({ item }) => !takes(item));
    if (own.length === 0) return [];
    const sum = (of: (line: (typeof own)[number]) => number) =>
      own.reduce((total, line) => total + of(line), 0);
    return [
      {
        label,
        amount: format(sum(({ amount }) => amount)),
        costUsd: sum(({ costUsd }) => costUsd),
      },
    ];
  });
}

/** All calls of a day. */
export function callsIn({ lines }: DailyUse): number {
  return lines.reduce((sum, { item, amount }) => sum + (item.includes(":") ? amount : 0), 0);
}
