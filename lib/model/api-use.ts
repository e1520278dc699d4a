import type { CloudService } from "./change";
import type { Connection } from "./connection";

/** What is counted: calls by command, and what is billed by its amount. */
export type UseItem =
  | `${CloudService}:${string}`
  | "metrics"
  | "scanned-bytes"
  | "live-tail-seconds"
  | "log-bytes"
  | "invocations"
  | "gb-seconds-x86_64"
  | "gb-seconds-arm64";

/** How much of one thing Lambdeck itself took of a connection, at list price. */
interface UseLine {
  item: UseItem;
  amount: number;
  costUsd: number;
}

/** What Lambdeck itself took of a connection on one day; days change at midnight UTC, as AWS's bills do. */
export interface DailyUse {
  /** `2026-11-26` */
  day: string;
  /** Most expensive first, then most used. */
  lines: UseLine[];
  costUsd: number;
}

/** The answer of `GET /api/connections/use`. */
export interface ApiUse {
  today: DailyUse;
  /** The days before, newest first, as far as they are kept. */
  before: Pick<DailyUse, "day" | "costUsd">[];
  /** What paid reads may cost a day; null: no limit. */
  budgetUsd: number | null;
  /** Whether somebody gets a bill: AWS itself is asked. */
  isBilled: boolean;
}

/** Of which month and region the list prices here are. */
export const pricesAsOf = "US East (N. Virginia), September 2026, without free tier and discounts";

// CloudWatch: $0.01 per 1,000 metrics asked for with GetMetricData and per 1,000 other requests. CloudWatch Logs:
// $0.005 per GB that a Logs Insights query scans, $0.01 per minute of Live Tail. SQS: $0.40 per million requests.
// Lambda: $0.20 per million requests and its GB-seconds. All other reading costs nothing.
const unitUsd: Partial<Record<UseItem, number>> = {
  metrics: 0.01 / 1000,
  "scanned-bytes": 0.005 / 2 ** 30,
  "live-tail-seconds": 0.01 / 60,
  invocations: 0.2 / 1_000_000,
  "gb-seconds-x86_64": 0.0000166667,
  "gb-seconds-arm64": 0.0000133334,
  // Its metrics are priced instead.
  "cloudwatch:GetMetricData": 0,
};
const requestUsd: Partial<Record<string, number>> = {
  cloudwatch: 0.01 / 1000,
  sqs: 0.4 / 1_000_000,
};

/** The list price of one unit of something. */
export function unitPriceUsd(item: UseItem): number {
  return unitUsd[item] ?? requestUsd[item.split(":")[0]!] ?? 0;
}

/** Priced by what they ask for, not by the request. */
const paidByAmount: ReadonlySet<string> = new Set([
  "cloudwatch:GetMetricData",
  "logs:StartLiveTail",
  "logs:StartQuery",
]);

/** Whether AWS asks money for this call. */
export function isPaid(service: CloudService, command: string): boolean {
  const item = `${service}:${command}` as const;
  return paidByAmount.has(item) || unitPriceUsd(item) > 0;
}

/** One day's use with its list prices. */
export function dailyUse(day: string, amounts: ReadonlyMap<UseItem, number>): DailyUse {
  const lines = [...amounts]
    .map(([item, amount]) => ({ item, amount, costUsd: amount * unitPriceUsd(item) }))
    .sort((a, b) => b.costUsd - a.costUsd || b.amount - a.amount);
  return { day, lines, costUsd: lines.reduce((sum, { costUsd }) => sum + costUsd, 0) };
}

/** The day a moment belongs to, in UTC. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** Whether calls on this connection end up on AWS's bill. */
export function isBilled({ kind, endpoint }: Pick<Connection, "kind" | "endpoint">): boolean {
  if (kind === "local") return false;
  if (endpoint === undefined) return kind === "profile";
  return /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

/** What a day may cost where the user has not said: enough for a page that is open all day. */
export const defaultBudgetUsd = 1;
/** What a user may set, in USD a day. */
export const budgetRangeUsd = { least: 0.01, most: 10_000 };
/** From this share of the budget on a notice is shown. */
export const nearBudget = 0.8;

/** The next round budget above one: doubled, to a cent. */
export function raisedBudgetUsd(budgetUsd: number): number {
  return Math.min(budgetRangeUsd.most, Math.round(budgetUsd * 200) / 100);
}
