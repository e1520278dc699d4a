import { describe, expect, it } from "vitest";
import {
  type InvocationFilter,
  newestFirst,
  selectRows,
  summarizeRows,
} from "@/lib/model/invocation-filter";
import { InvocationTable } from "@/lib/model/invocation-table";
import type { ReportRow } from "@/lib/model/report-scan";

const minute = 60_000;

function report(id: string, endMs: number, durationMs: number, more: Partial<ReportOf> = {}) {
  const { outcome = "ok", initMs = null, stream = 0, usedMb = 50 } = more;
  return [
    id,
    stream,
    endMs,
    outcome,
    null,
    durationMs,
    durationMs,
    128,
    usedMb,
    initMs,
    null,
  ] as ReportRow;
}

interface ReportOf {
  outcome: "ok" | "timeout";
  initMs: number | null;
  stream: number;
  usedMb: number;
}

function tableOf(...reports: ReportRow[]): InvocationTable {
  const table = new InvocationTable(1_000);
  table.add({ streams: ["2026/01/01/[$LATEST]a", "2026/01/01/[7]b"], reports, errors: [] });
  return table;
}

const idsOf = (table: InvocationTable, rows: Iterable<number>) =>
  [...rows].map((row) => table.requestId(row));

describe("InvocationTable", () => {
  it("gives back what it was given", () => {
    const table = tableOf(report("a", 5_000, 12.34, { initMs: 100, stream: 1 }));
    expect(table.summary(0)).toEqual({
      requestId: "a",
      stream: "2026/01/01/[7]b",
      startMs: 5_000 - 12.34,
      endMs: 5_000,
      version: "7",
      outcome: "ok",
      cold: true,
      report: {
        requestId: "a",
        durationMs: 12.34,
        billedDurationMs: 12.34,
        memorySizeMb: 128,
        maxMemoryUsedMb: 50,
        initDurationMs: 100,
      },
    });
  });

  it("takes a REPORT once, and keeps the attempts of an asynchronous event apart", () => {
    const table = tableOf(report("a", 5 * minute, 10), report("a", 4 * minute, 20));
    table.add({
      streams: ["2026/01/01/[$LATEST]a"],
      reports: [report("a", 4 * minute, 20)],
      errors: [],
    });
    expect(table.count).toBe(2);
    expect(table.rowOf("a", "", 4 * minute - 5)).toBe(1);
    expect(table.rowOf("a", "", 5 * minute - 5)).toBe(0);
  });

  it("marks the request an error line belongs to, by id or by stream and time", () => {
    const table = tableOf(report("new", 3 * minute, 10), report("old", minute, 10));
    table.add({
      streams: ["2026/01/01/[$LATEST]a"],
      reports: [],
      errors: [
        ["new", 0, 3 * minute - 1, "TypeError"],
        [null, 0, minute - 1, "ValueError"],
        [null, 0, 9 * minute, "Nobody"],
      ],
    });
    expect([0, 1].map((row) => table.summary(row))).toMatchObject([
      { outcome: "error", errorType: "TypeError" },
      { outcome: "error", errorType: "ValueError" },
    ]);
  });

  it("completes a request that was running, and leaves one that has ended alone", () => {
    const table = new InvocationTable();
    const running = { requestId: "a", stream: "s", cold: false, lines: [] };
    table.addSummary({ ...running, startMs: 1_000, endMs: 1_500, outcome: "running" });
    expect(table.summary(0)).toMatchObject({ outcome: "running", startMs: 1_000 });
    expect(table.summary(0).report).toBeUndefined();
    table.add({ streams: ["s"], reports: [report("a", 2_000, 900)], errors: [] });
    table.addSummary({ ...running, startMs: 1_000, endMs: 2_000, outcome: "running" });
    expect(table.count).toBe(1);
    expect(table.summary(0)).toMatchObject({ outcome: "ok", endMs: 2_000 });
  });

  it("stays within its capacity", () => {
    const table = new InvocationTable(2);
    const reports = ["a", "b", "c"].map((id, at) => report(id, at * minute, 1));
    table.add({ streams: ["s"], reports, errors: [] });
    expect([table.count, table.isFull, table.rowOfId("c")]).toEqual([2, true, undefined]);
  });
});

describe("selectRows", () => {
  const table = tableOf(
    report("warm", 4_000, 10),
    report("cold", 3_000, 500, { initMs: 80, stream: 1 }),
    report("late", 2_000, 3_000, { outcome: "timeout" }),
  );
  const select = (filter: InvocationFilter) => idsOf(table, selectRows(table, filter, newestFirst));

  it.each<[string, InvocationFilter, string[]]>([
    ["all", {}, ["warm", "cold", "late"]],
    ["cold ones", { only: "cold" }, ["cold"]],
    ["failures", { only: "errors" }, ["late"]],
    ["one outcome", { only: "timeout" }, ["late"]],
    ["slow ones", { slowerThanMs: 400 }, ["cold", "late"]],
    ["a version", { version: "7" }, ["cold"]],
    ["found ones", { found: new Set([0, 2]) }, ["warm", "late"]],
    ["a box", { box: { startMs: 0, endMs: 3_000, leastMs: 1, mostMs: 1_000 } }, ["cold"]],
  ])("takes %s", (_name, filter, ids) => {
    expect(select(filter)).toEqual(ids);
  });

  it("sorts by any column, rows without a value last either way", () => {
    const by = (column: "init" | "duration" | "result", direction: "ascending" | "descending") =>
      idsOf(table, selectRows(table, {}, { column, direction }));
    expect(by("duration", "ascending")).toEqual(["warm", "cold", "late"]);
    expect(by("duration", "descending")).toEqual(["late", "cold", "warm"]);
    expect(by("init", "ascending")[0]).toBe("cold");
    expect(by("init", "descending")[0]).toBe("cold");
    expect(by("result", "descending")[0]).toBe("late");
  });

  it("sorts 100,000 rows by times a millisecond apart without mixing them up", () => {
    const many = new InvocationTable();
    const startMs = Date.UTC(2026, 0, 1);
    const reports = Array.from({ length: 100_000 }, (_, at) =>
      report(String(at), startMs + ((at * 7_919) % 100_000), 1),
    );
    many.add({ streams: ["s"], reports, errors: [] });
    const rows = selectRows(many, {}, newestFirst);
    expect(rows).toHaveLength(100_000);
    for (let at = 1; at < rows.length; at += 1)
      if (many.endMs(rows[at]!) > many.endMs(rows[at - 1]!)) throw new Error(`row ${at}`);
  });

  it("sums up what is shown", () => {
    expect(summarizeRows(table, selectRows(table, {}, newestFirst))).toEqual({
      count: 3,
      p50Ms: 500,
      p99Ms: 3_000,
      cold: 1,
      failed: 1,
    });
  });
});
