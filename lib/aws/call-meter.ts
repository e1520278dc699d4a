import {
  type ApiUse,
  dailyUse,
  dayOf,
  defaultBudgetUsd,
  isBilled,
  type UseItem,
} from "@/lib/model/api-use";
import type { CloudService } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { formatMoney } from "@/lib/model/format";
import type { Architecture } from "@/lib/model/lambda-price";
import { ProblemError } from "@/lib/model/problem";
import { addUse, readUse, type UseAmount } from "@/lib/store/api-use";
import { processWide } from "@/lib/store/process-wide";
import { readSetting } from "@/lib/store/settings";

/** Counts one attempt of a call. `metrics`: how many metrics a GetMetricData asks for. */
export function countCall(
  connectionId: string,
  service: CloudService,
  command: string,
  metrics = 0,
): void {
  count(connectionId, `${service}:${command}`, 1);
  count(connectionId, "metrics", metrics);
}

/** Counts what a Logs Insights query has scanned (`statistics.bytesScanned`), once for each query. */
export function countScannedBytes(connectionId: string, bytes: number): void {
  count(connectionId, "scanned-bytes", bytes);
}

/** Counts live tail: call it each few seconds while a session is open, and then `checkBudget`. */
export function countLiveTail(connectionId: string, seconds: number): void {
  count(connectionId, "live-tail-seconds", seconds);
}

/** Counts log text that was read, which costs nothing. */
export function countLogBytes(connectionId: string, bytes: number): void {
  count(connectionId, "log-bytes", bytes);
}

/** Counts test invocations that AWS accepted: not dry runs, not throttled ones. `gbSeconds`: as billed. */
export function countInvocation(
  connectionId: string,
  {
    gbSeconds = 0,
    requests = 1,
    architecture = "x86_64",
  }: { gbSeconds?: number; requests?: number; architecture?: Architecture },
): void {
  count(connectionId, "invocations", requests);
  count(connectionId, `gb-seconds-${architecture}`, gbSeconds);
}

/** What Lambdeck itself took of a connection today and on the days before, and what it may cost. */
export function readApiUse(connection: Connection, nowMs = Date.now()): ApiUse {
  const today = dayOf(nowMs);
  const days = amountsByDay(connection.id);
  return {
    today: dailyUse(today, days.get(today) ?? new Map()),
    before: [...days]
      .filter(([day]) => day !== today)
      .map(([day, amounts]) => ({ day, costUsd: dailyUse(day, amounts).costUsd }))
      .sort((a, b) => b.day.localeCompare(a.day)),
    budgetUsd: readBudget(connection),
    isBilled: isBilled(connection),
  };
}

/** Throws a ProblemError of kind `budget` when today's reads have cost what they may. */
export function checkBudget(connection: Connection, nowMs = Date.now()): void {
  const budgetUsd = readBudget(connection);
  if (budgetUsd === null) return;
  const today = dayOf(nowMs);
  const { costUsd } = dailyUse(today, amountsByDay(connection.id, today).get(today) ?? new Map());
  if (costUsd < budgetUsd) return;
  throw new ProblemError({
    kind: "budget",
    title: "Today's budget is spent",
    detail: `What Lambdeck asked of ${connection.label} (${connection.region}) today costs ${formatMoney(costUsd)} at list price, and the budget is ${formatMoney(budgetUsd)} a day. Reads that cost nothing go on.`,
    action:
      "Raise the budget in the status bar, or wait for the next day, which begins at 00:00 UTC.",
  });
}

/** What a connection may cost a day; null: no limit. Real accounts have one until the user says otherwise. */
export function readBudget(connection: Connection): number | null {
  const chosen = readSetting(budgetSetting(connection.id));
  if (typeof chosen === "number" || chosen === null) return chosen;
  return isBilled(connection) ? defaultBudgetUsd : null;
}

/** The name of the setting that holds a connection's budget. */
export function budgetSetting(connectionId: string): string {
  return `daily budget of ${connectionId}`;
}

/** Not in the store yet: writing at each call would cost more than the call. */
const unsaved = processWide("unsaved-api-use", () => new Map<string, UseAmount>());
const timer = processWide<{ isSet: boolean }>("api-use-timer", () => {
  process.once("exit", saveUse);
  return { isSet: false };
});
const saveAfterMs = 2_000;

function count(connectionId: string, item: UseItem, amount: number): void {
  if (!(amount > 0)) return;
  const day = dayOf(Date.now());
  const key = `${connectionId} ${day} ${item}`;
  const before = unsaved.get(key);
  if (before) before.amount += amount;
  else unsaved.set(key, { connectionId, day, item, amount });
  if (timer.isSet) return;
  timer.isSet = true;
  setTimeout(saveUse, saveAfterMs).unref();
}

/** Writes what was counted to the store; what cannot be written now is written next time. */
function saveUse(): void {
  timer.isSet = false;
  if (unsaved.size === 0) return;
  try {
    addUse([...unsaved.values()]);
    unsaved.clear();
  } catch (error) {
    process.stderr.write(`lambdeck: API use could not be kept: ${String(error)}\n`);
  }
}

function amountsByDay(connectionId: string, onlyDay?: string): Map<string, Map<UseItem, number>> {
  const days = new Map<string, Map<UseItem, number>>();
  const add = (day: string, item: UseItem, amount: number) => {
    const amounts = days.get(day) ?? new Map<UseItem, number>();
    days.set(day, amounts.set(item, (amounts.get(item) ?? 0) + amount));
  };
  for (const { day, item, amount } of readUse(connectionId, onlyDay)) add(day, item, amount);
  for (const { connectionId: of, day, item, amount } of unsaved.values())
    if (of === connectionId && (onlyDay === undefined || day === onlyDay)) add(day, item, amount);
  return days;
}
