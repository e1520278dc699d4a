import type { QuotaSettings } from "@aws-sdk/client-api-gateway";
import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { dayMs, dayOf, periodStartMs } from "./quota-period.ts";

/** AWS tells the usage of 90 days; a period that began before them is still counted. */
const keptDays = 130;
const gatherMs = 200;

interface Usage {
  /** Requests by day. */
  used: Record<string, number>;
  /** What a period has beside its limit, by the day it began. */
  granted: Record<string, number>;
}

/**
 * How many requests each key has made under each plan. Requests are counted in memory and written down a fifth of a
 * second later, all that have come by then together.
 */
export class UsageLedger {
  readonly #table: DocumentTable<Usage>;
  readonly #current = new Map<string, Usage>();
  #cancelWrite: (() => void) | undefined;

  constructor(
    database: EngineDatabase,
    private readonly clock: Clock,
  ) {
    this.#table = new DocumentTable(database, "apigateway_usage");
  }

  /** Counts a request; false, and not counted, where the quota has been used up. */
  count(planId: string, keyId: string, quota: QuotaSettings | undefined): boolean {
    const nowMs = this.clock.now();
    const usage = this.#usage(planId, keyId);
    if (quota && remainingIn(usage, quota, nowMs) <= 0) return false;
    const today = dayOf(nowMs);
    usage.used[today] = (usage.used[today] ?? 0) + 1;
    this.#current.set(keyOf(planId, keyId), usage);
    this.#writeSoon();
    return true;
  }

  /** Used and remaining requests of each day; undefined where nothing is known of the key. */
  daily(
    planId: string,
    keyId: string,
    quota: QuotaSettings | undefined,
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): [used: number, remaining: number][] | undefined {
    const usage = this.#usage(planId, keyId);
    const days: [number, number][] = [];
    for (let atMs = fromMs; atMs <= toMs; atMs += dayMs)
      days.push([usage.used[dayOf(atMs)] ?? 0, quota ? remainingIn(usage, quota, atMs) : 0]);
    const isKnown = Object.keys(usage.used).length + Object.keys(usage.granted).length > 0;
    return isKnown ? days : undefined;
  }

  /** Lets a key make so many more requests in the current period. */
  setRemaining(planId: string, keyId: string, quota: QuotaSettings, remaining: number): void {
    const nowMs = this.clock.now();
    const usage = this.#usage(planId, keyId);
    const start = dayOf(periodStartMs(quota, nowMs));
    usage.granted[start] = (usage.granted[start] ?? 0) + remaining - leftIn(usage, quota, nowMs);
    this.#current.set(keyOf(planId, keyId), usage);
    this.#write();
  }

  /** A plan, or some of its keys, have gone. */
  forget(planId: string, keyIds: readonly string[]): void {
    for (const key of keyIds.map((keyId) => keyOf(planId, keyId))) {
      this.#current.delete(key);
      this.#table.delete(key);
    }
  }

  /** Writes down what has been counted. */
  close(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    this.#write();
  }

  #usage(planId: string, keyId: string): Usage {
    const key = keyOf(planId, keyId);
    return this.#current.get(key) ?? copyOf(this.#table.get(key), this.clock.now());
  }

  #write(): void {
    for (const [key, usage] of this.#current) {
      this.#table.set(key, usage);
      this.#current.delete(key);
    }
  }

  #writeSoon(): void {
    this.#cancelWrite ??= this.clock.after(gatherMs, () => {
      this.#cancelWrite = undefined;
      try {
        this.#write();
      } catch {
        // The disk is full: what was counted waits for room.
        this.#writeSoon();
      }
    });
  }
}

const keyOf = (planId: string, keyId: string): string => `${planId}/${keyId}`;

/** Without the days that nobody asks for any more. */
function copyOf(usage: Usage | undefined, nowMs: number): Usage {
  const oldest = dayOf(nowMs - keptDays * dayMs);
  const recent = (days: Record<string, number> = {}) =>
    Object.fromEntries(Object.entries(days).filter(([day]) => day >= oldest));
  return { used: recent(usage?.used), granted: recent(usage?.granted) };
}

const remainingIn = (usage: Usage, quota: QuotaSettings, timeMs: number): number =>
  Math.max(0, leftIn(usage, quota, timeMs));

/** What is left of a quota at the end of a day; less than nothing where the limit was lowered. */
function leftIn({ used, granted }: Usage, quota: QuotaSettings, timeMs: number): number {
  const startMs = periodStartMs(quota, timeMs);
  let left = (quota.limit ?? 0) + (granted[dayOf(startMs)] ?? 0);
  for (let atMs = startMs; atMs <= timeMs; atMs += dayMs) left -= used[dayOf(atMs)] ?? 0;
  return left;
}
