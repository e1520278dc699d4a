import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { dayMs, dayOf, periodStartMs, startOfDay } from "./quota-period.ts";
import { UsageLedger } from "./usage-ledger.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "usage-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ["DAY", 0, "2026-03-04", "2026-03-04"],
  // A Wednesday; weeks begin on Sundays.
  ["WEEK", 0, "2026-03-04", "2026-03-01"],
  ["WEEK", 3, "2026-03-04", "2026-03-04"],
  ["WEEK", 4, "2026-03-04", "2026-02-26"],
  ["MONTH", 0, "2026-03-04", "2026-03-01"],
  ["MONTH", 3, "2026-03-04", "2026-03-04"],
  ["MONTH", 4, "2026-01-04", "2025-12-05"],
] as const)("a %s with the offset %i that has %s begins on %s", (period, offset, day, start) => {
  const atMs = (startOfDay(day) ?? 0) + dayMs / 2;
  expect(dayOf(periodStartMs({ period, offset }, atMs))).toBe(start);
});

test("what is no day is none", () => {
  for (const text of ["2026-02-30", "2026-2-3", "today", undefined])
    expect(startOfDay(text)).toBeUndefined();
});

test("what was counted is on disk a fifth of a second later, and quotas go by it", async () => {
  const clock = new ManualClock();
  const quota = { period: "WEEK", limit: 3 } as const;
  const database = openDatabase(folder);
  const ledger = new UsageLedger(database, clock);
  expect(ledger.count("p", "k", quota)).toBe(true);
  await clock.advance(200);
  expect(ledger.count("p", "k", quota)).toBe(true);
  const reopened = new UsageLedger(database, clock);
  const nowMs = clock.now();
  const today = { fromMs: nowMs, toMs: nowMs };
  expect(reopened.daily("p", "k", quota, today)).toEqual([[1, 2]]);
  ledger.close();
  expect(new UsageLedger(database, clock).daily("p", "k", quota, today)).toEqual([[2, 1]]);
  expect([ledger.count("p", "k", quota), ledger.count("p", "k", quota)]).toEqual([true, false]);
  ledger.setRemaining("p", "k", quota, 1);
  expect([ledger.count("p", "k", quota), ledger.count("p", "k", quota)]).toEqual([true, false]);
  // Without a quota requests are counted all the same.
  expect(ledger.count("p", "k", undefined)).toBe(true);
  expect(ledger.daily("p", "k", undefined, today)).toEqual([[5, 0]]);
  await clock.advance(7 * dayMs);
  expect(ledger.count("p", "k", quota)).toBe(true);
  ledger.forget("p", ["k"]);
  expect(ledger.daily("p", "k", quota, today)).toBeUndefined();
  database.close();
});
