import { describe, expect, it } from "vitest";
import { readBackwards } from "@/lib/logs/read-log-events";
import type { LogEvent } from "@/lib/model/log-line";

const minute = 60_000;
const end = 1000 * minute;

function group(timesMs: number[], pageSize = 1000) {
  const all: LogEvent[] = timesMs.map((timestampMs, i) => ({
    id: String(i),
    timestampMs,
    stream: "s",
    message: "",
  }));
  const calls: [number, number][] = [];
  return {
    calls,
    read: async (fromMs: number, toMs: number, token: string | undefined) => {
      calls.push([fromMs, toMs]);
      const hits = all.filter((event) => event.timestampMs >= fromMs && event.timestampMs < toMs);
      const offset = Number(token ?? 0);
      const next = offset + pageSize;
      return {
        events: hits.slice(offset, next),
        ...(next < hits.length && { nextToken: String(next) }),
      };
    },
  };
}

describe("readBackwards", () => {
  it("reads a quiet range to its start in a few growing windows", async () => {
    const { read, calls } = group([5 * minute, end - 1]);
    const page = await readBackwards({ span: { startMs: 0, endMs: end }, limit: 100 }, read);
    expect(page.events.map((event) => event.timestampMs)).toEqual([5 * minute, end - 1]);
    expect(page).toMatchObject({ complete: true, coveredFromMs: 0 });
    expect(calls.length).toBeLessThanOrEqual(6);
  });

  it("stops once it has enough, and says how far it came", async () => {
    const { read } = group(Array.from({ length: 1000 }, (_, i) => i * minute));
    const page = await readBackwards({ span: { startMs: 0, endMs: end }, limit: 5 }, read);
    expect(page.events.map((event) => event.timestampMs / minute)).toEqual([
      995, 996, 997, 998, 999,
    ]);
    expect(page).toMatchObject({ complete: false, coveredFromMs: 995 * minute });
  });

  it("never cuts one millisecond in two", async () => {
    const { read } = group([end - 2, end - 1, end - 1, end - 1]);
    const page = await readBackwards({ span: { startMs: 0, endMs: end }, limit: 2 }, read);
    expect(page.events).toHaveLength(3);
    expect(page.coveredFromMs).toBe(end - 1);
  });

  it("reads all pages of a window", async () => {
    const { read } = group([end - 4, end - 3, end - 2, end - 1], 1);
    const page = await readBackwards(
      { span: { startMs: end - minute, endMs: end }, limit: 100 },
      read,
    );
    expect(page.events).toHaveLength(4);
    expect(page.complete).toBe(true);
  });

  it("shortens a window that holds too much, so that the newest events come first", async () => {
    const { read } = group(
      Array.from({ length: 1000 }, (_, i) => end - 100_000 + i * 100),
      20,
    );
    const page = await readBackwards({ span: { startMs: 0, endMs: end }, limit: 50 }, read);
    expect(page.events.at(-1)?.timestampMs).toBe(end - 100);
    expect(page.events).toHaveLength(50);
    expect(page.coveredFromMs).toBe(end - 5000);
  });

  it("gives up after a bounded number of pages and claims nothing it has not read", async () => {
    const { read, calls } = group(
      Array.from({ length: 1000 }, () => end - 1),
      1,
    );
    const page = await readBackwards({ span: { startMs: 0, endMs: end }, limit: 2000 }, read);
    expect(calls).toHaveLength(40);
    expect(page).toEqual({ events: [], coveredFromMs: end, complete: false });
  });

  it("takes a token that comes again for the end", async () => {
    const { read, calls } = group([end - 1]);
    const page = await readBackwards(
      { span: { startMs: 0, endMs: end }, limit: 9 },
      async (...given) => ({ ...(await read(...given)), nextToken: "same" }),
    );
    expect(page).toMatchObject({ events: [{ id: "0" }], complete: true });
    expect(calls.length).toBeLessThanOrEqual(12);
  });

  it("shows what came before empty pages without end, and that it is not all", async () => {
    let token = 0;
    const { read } = group([end - 1]);
    const page = await readBackwards(
      { span: { startMs: 0, endMs: end }, limit: 9 },
      async (fromMs, toMs, given) => ({
        events: given === undefined ? (await read(fromMs, toMs, given)).events : [],
        nextToken: String((token += 1)),
      }),
    );
    expect(page).toMatchObject({ events: [{ id: "0" }], complete: false });
  });
});
