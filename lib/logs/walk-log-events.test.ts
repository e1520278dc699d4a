import { describe, expect, it } from "vitest";
import { collectNewest } from "@/lib/logs/read-log-events";
import { walkBackwards } from "@/lib/logs/walk-log-events";
import type { LogEvent } from "@/lib/model/log-line";
import type { TimeSpan } from "@/lib/model/time-range";

const minute = 60_000;
const end = 1000 * minute;

/** A group with one event at each time, as an endpoint gives it that reads forwards, or backwards. */
function group(timesMs: number[], pageSize = 1000, backwards = false) {
  const all: LogEvent[] = timesMs.map((timestampMs, i) => ({
    id: String(i),
    timestampMs,
    stream: "s",
    message: "",
  }));
  const calls: [number, number][] = [];
  return {
    calls,
    read: async ({ startMs, endMs }: TimeSpan, token: string | undefined) => {
      calls.push([startMs, endMs]);
      const hits = all.filter((event) => event.timestampMs >= startMs && event.timestampMs < endMs);
      if (backwards) hits.reverse();
      const offset = Number(token ?? 0);
      const next = offset + pageSize;
      return {
        events: hits.slice(offset, next),
        ...(next < hits.length && { nextToken: String(next) }),
      };
    },
  };
}

const everySecond = Array.from({ length: 1000 }, (_, i) => i * 1000);
const span = { startMs: 0, endMs: 1_000_000 };

describe("walkBackwards", () => {
  it("gives pages that come newest first as they come, and claims no more than they hold", async () => {
    const { read, calls } = group(everySecond, 50, true);
    const covered: number[] = [];
    const times: number[] = [];
    for await (const { events, coveredFromMs } of walkBackwards(span, read)) {
      covered.push(coveredFromMs);
      times.unshift(...events.map(({ timestampMs }) => timestampMs));
    }
    expect(times).toEqual(everySecond);
    expect(covered.slice(0, 2)).toEqual([950_001, 900_001]);
    expect(covered.at(-1)).toBe(0);
    expect(calls.length).toBeLessThan(25);
  });

  it("takes pages in descending pieces for backwards too, each piece in ascending order", async () => {
    const { read } = group(everySecond, 50, true);
    const pieces = walkBackwards(span, async (...given) => {
      const page = await read(...given);
      return { ...page, events: page.events.toReversed() };
    });
    const first = await pieces.next();
    expect(first.value?.events.at(-1)?.timestampMs).toBe(999_000);
    expect(first.value?.coveredFromMs).toBe(900_001);
    await pieces.return(undefined);
  });

  it("keeps that order over several pages", async () => {
    const { read } = group([1000, 2000, 2000, 2000, 3000, 4000, 4000], 3, true);
    const ids: string[] = [];
    for await (const { events } of walkBackwards({ startMs: 0, endMs: 5000 }, read))
      ids.unshift(...events.map(({ id }) => id));
    expect([...new Set(ids)]).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  });

  it.each([true, false])(
    "keeps the order in which events of one time were written (newest first: %s)",
    async (backwards) => {
      const times = [1_000, 2_000, 2_000, 2_000, 3_000, 3_000];
      const { read } = group(times, 100, backwards);
      const ids: string[] = [];
      for await (const { events } of walkBackwards(span, read))
        ids.unshift(...events.map(({ id }) => id));
      expect(ids).toEqual(["0", "1", "2", "3", "4", "5"]);
    },
  );

  it("reads windows side by side and gives them in order, each event once", async () => {
    const { read } = group(everySecond, 50, true);
    let open = 0;
    let most = 0;
    const times: number[] = [];
    const slow = async (...given: Parameters<typeof read>) => {
      most = Math.max(most, (open += 1));
      await Promise.resolve();
      const page = await read(...given);
      open -= 1;
      return page;
    };
    for await (const { events } of walkBackwards(span, slow, { parallel: 3 }))
      times.unshift(...events.map(({ timestampMs }) => timestampMs));
    expect(times).toEqual(everySecond);
    expect(most).toBe(3);
  });

  it("throws what a page threw, after what came before it", async () => {
    const { read } = group(everySecond, 50, true);
    const seen: number[] = [];
    const walk = async () => {
      const failing = async (part: TimeSpan, token: string | undefined) => {
        if (part.endMs < 500_000) throw new Error("no more");
        return read(part, token);
      };
      for await (const { coveredFromMs } of walkBackwards(span, failing, { parallel: 3 }))
        seen.push(coveredFromMs);
    };
    await expect(walk()).rejects.toThrow("no more");
    expect(seen.at(-1)).toBeLessThan(900_000);
  });

  it("asks for nothing more once it is left", async () => {
    const { read, calls } = group(everySecond, 50, true);
    for await (const { events } of walkBackwards(span, read)) {
      expect(events).toHaveLength(50);
      break;
    }
    expect(calls).toHaveLength(1);
  });
});

describe("collectNewest", () => {
  it("reads a quiet range to its start in a few growing windows", async () => {
    const { read, calls } = group([5 * minute, end - 1]);
    const page = await collectNewest({ span: { startMs: 0, endMs: end }, limit: 100 }, read);
    expect(page.events.map((event) => event.timestampMs)).toEqual([5 * minute, end - 1]);
    expect(page).toMatchObject({ complete: true, coveredFromMs: 0 });
    expect(calls.length).toBeLessThanOrEqual(6);
  });

  it("stops once it has enough, and says how far it came", async () => {
    const { read } = group(Array.from({ length: 1000 }, (_, i) => i * minute));
    const page = await collectNewest({ span: { startMs: 0, endMs: end }, limit: 5 }, read);
    expect(page.events.map((event) => event.timestampMs / minute)).toEqual([
      995, 996, 997, 998, 999,
    ]);
    expect(page).toMatchObject({ complete: false, coveredFromMs: 995 * minute });
  });

  it("never cuts one millisecond in two", async () => {
    const { read } = group([end - 2, end - 1, end - 1, end - 1]);
    const page = await collectNewest({ span: { startMs: 0, endMs: end }, limit: 2 }, read);
    expect(page.events).toHaveLength(3);
    expect(page.coveredFromMs).toBe(end - 1);
  });

  it("reads all pages of a window", async () => {
    const { read } = group([end - 4, end - 3, end - 2, end - 1], 1);
    const page = await collectNewest(
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
    const page = await collectNewest({ span: { startMs: 0, endMs: end }, limit: 50 }, read);
    expect(page.events.at(-1)?.timestampMs).toBe(end - 100);
    expect(page.events).toHaveLength(50);
    expect(page.coveredFromMs).toBe(end - 5000);
  });

  it("gives up after a bounded number of pages and claims nothing it has not read", async () => {
    const { read, calls } = group(
      Array.from({ length: 1000 }, () => end - 1),
      1,
    );
    const page = await collectNewest({ span: { startMs: 0, endMs: end }, limit: 2000 }, read);
    expect(calls).toHaveLength(40);
    expect(page).toEqual({ events: [], coveredFromMs: end, complete: false });
  });

  it("takes a token that comes again for the end", async () => {
    const { read, calls } = group([end - 1]);
    const page = await collectNewest(
      { span: { startMs: 0, endMs: end }, limit: 9 },
      async (...given) => ({ ...(await read(...given)), nextToken: "same" }),
    );
    expect(page).toMatchObject({ events: [{ id: "0" }], complete: true });
    expect(calls.length).toBeLessThanOrEqual(12);
  });

  it("shows what came before empty pages without end, and that it is not all", async () => {
    let token = 0;
    const { read } = group([end - 1]);
    const page = await collectNewest(
      { span: { startMs: 0, endMs: end }, limit: 9 },
      async (span, given) => ({
        events: given === undefined ? (await read(span, given)).events : [],
        nextToken: String((token += 1)),
      }),
    );
    expect(page).toMatchObject({ events: [{ id: "0" }], complete: false });
  });
});
