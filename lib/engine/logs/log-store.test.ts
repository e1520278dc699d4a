import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { LogStore, type AppendedEvents } from "./log-store.ts";

const now = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;
const region = "eu-west-1";

function open(clock = new ManualClock(now), homeDir = mkdtempSync(join(tmpdir(), "logs-"))) {
  return { store: new LogStore(openDatabase(homeDir), clock), clock, homeDir };
}

function found(store: LogStore, name: string) {
  const group = store.groups.find(region, name);
  if (!group) throw new Error(`There is no group ${name}`);
  return group;
}

function messages(
  store: LogStore,
  group: string,
  options: { startMs?: number; endMs?: number; descending?: boolean } = {},
) {
  const found = store.groups.find(region, group);
  if (!found) return undefined;
  return store.events
    .read({ groupId: found.id, startMs: 0, endMs: Number.MAX_SAFE_INTEGER, limit: 100, ...options })
    .map(({ message }) => message);
}

test("append and put make group and stream, keeps order by time and survives a kill", async () => {
  const { store, clock, homeDir } = open();
  const seen: AppendedEvents[] = [];
  const stop = store.onAppend((appended) => seen.push(appended));
  store.append(region, "/aws/lambda/f", "s", [
    { timestampMs: now + 1, message: "two" },
    { timestampMs: now, message: "one" },
    { timestampMs: now + 1, message: "three" },
  ]);
  stop();
  // Straight into the tables, with what was appended before it.
  store.put(region, "/aws/lambda/f", "t", [{ timestampMs: now + 9, message: "\u{1F600}" }]);
  expect(seen).toMatchObject([{ logGroup: "/aws/lambda/f", logStream: "s", ingestionMs: now }]);
  const again = open(clock, homeDir).store;
  again.append(region, "/aws/lambda/f", "t", [{ timestampMs: now + 9, message: "last" }]);
  expect(messages(again, "/aws/lambda/f")).toEqual(["one", "two", "three", "\u{1F600}", "last"]);
  expect(
    messages(again, "/aws/lambda/f", { descending: true, startMs: now + 1, endMs: now + 9 }),
  ).toEqual(["three", "two"]);
  const group = again.groups.find(region, "/aws/lambda/f");
  expect(group?.storedBytes).toBe(3 + 3 + 5 + 4 + 4 + 5 * 26);
  const streams = again.streams.list(group?.id ?? 0);
  expect(streams).toMatchObject([
    { name: "s", firstEventMs: now, lastEventMs: now + 1, lastIngestionMs: now },
    { name: "t", firstEventMs: now + 9 },
  ]);
});

test("one stream is read by its own index", async () => {
  const { store } = open();
  for (let index = 0; index < 50; index++)
    store.append(region, "g", `s${index % 5}`, [{ timestampMs: now + index, message: `${index}` }]);
  const group = store.groups.find(region, "g");
  const stream = store.streams.find(group?.id ?? 0, "s3");
  const range = { groupId: group?.id ?? 0, startMs: 0, endMs: now + 30, limit: 3 };
  const first = store.events.read({ ...range, streamIds: [stream?.id ?? 0] });
  expect(first.map(({ message }) => message)).toEqual(["3", "8", "13"]);
  const next = store.events.read({ ...range, streamIds: [stream?.id ?? 0], beyond: first[2] });
  expect(next.map(({ message }) => message)).toEqual(["18", "23", "28"]);
  const back = store.events.read({
    ...range,
    streamIds: [stream?.id ?? 0],
    beyond: next[0],
    descending: true,
  });
  expect(back.map(({ message }) => message)).toEqual(["13", "8", "3"]);
});

test("retention deletes by the clock and gives the bytes back", async () => {
  const { store, clock } = open();
  store.append(region, "g", "s", [
    { timestampMs: now - 2 * dayMs, message: "old" },
    { timestampMs: now, message: "new" },
  ]);
  store.setRetention(found(store, "g"), 3);
  await clock.advance(dayMs / 2);
  expect(messages(store, "g")).toEqual(["old", "new"]);
  await clock.advance(dayMs);
  expect(messages(store, "g")).toEqual(["new"]);
  expect(store.groups.find(region, "g")?.storedBytes).toBe(29);
});

test("a deleted group's events never come back, not even under the same name", async () => {
  const { store, clock } = open();
  store.append(region, "g", "s", [{ timestampMs: now, message: "gone" }]);
  const group = found(store, "g");
  store.deleteGroup(group);
  store.append(region, "g", "s", [{ timestampMs: now, message: "here" }]);
  expect(messages(store, "g")).toEqual(["here"]);
  await clock.advance(1000);
  expect(store.events.read({ groupId: group.id, startMs: 0, endMs: now + 1, limit: 9 })).toEqual(
    [],
  );
});

test("a range is searched in stretches for what messages must hold, in both directions", () => {
  const { store } = open();
  const put = Array.from({ length: 10 }, (_, index) => ({
    timestampMs: now + Math.floor(index / 2),
    message: index % 3 === 0 ? `ERROR ${index}` : `fine ${index}`,
  }));
  store.put(region, "g", "s", put);
  const range = { groupId: found(store, "g").id, startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  const search = (descending: boolean, foundAtMost: number) => {
    const stretches: string[][] = [];
    let beyond: { timestampMs: number; sequence: number } | undefined;
    do {
      const stretch = store.events.scan({ ...range, beyond, descending }, [["ERROR", "FATAL"]], {
        looksAtMost: 4,
        foundAtMost,
      });
      stretches.push(stretch.events.map(({ message }) => message));
      beyond = stretch.end;
    } while (beyond);
    return stretches;
  };
  expect(search(false, 4)).toEqual([["ERROR 0", "ERROR 3"], ["ERROR 6"], ["ERROR 9"]]);
  expect(search(true, 4)).toEqual([["ERROR 9", "ERROR 6"], ["ERROR 3"], ["ERROR 0"]]);
  expect(search(false, 1).flat()).toEqual(["ERROR 0", "ERROR 3", "ERROR 6", "ERROR 9"]);
  expect(store.events.measure(range, undefined)).toMatchObject({ events: 10, bytes: 64 });
  // More text than the database could take in one condition narrows nothing, and breaks nothing.
  const many = Array.from({ length: 3_000 }, (_, index) => [`x${index}`]);
  expect(store.events.read({ ...range, needed: [many.flat()], limit: 99 })).toHaveLength(10);
  expect(store.events.read({ ...range, needed: many, limit: 99 })).toEqual([]);
});
