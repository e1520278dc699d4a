import { appendFileSync, mkdtempSync, readFileSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { openDatabase } from "./database.ts";
import { gatherAll, TurnJournal } from "./turn-journal.ts";

function open(homeDir = mkdtempSync(join(tmpdir(), "journal-")), often: readonly string[] = []) {
  const database = openDatabase(homeDir);
  const clock = new ManualClock();
  const journal = new TurnJournal(database, clock);
  const folded: Record<string, unknown[][]> = { letters: [], numbers: [] };
  for (const room of Object.keys(folded))
    journal.join<unknown, unknown[]>(room, {
      gather: gatherAll,
      fold: (entries) => void folded[room]?.push([...entries]),
      isFoldedOften: often.includes(room),
    });
  const file = join(homeDir, "turn-journal");
  /** What the file holds that is not folded yet. */
  const lines = () => readFileSync(file, "utf8").split("\n").slice(0, -1);
  return { journal, clock, folded, lines, file, homeDir, database };
}

test("all that is recorded in a turn becomes one line, before `committed` resolves", async () => {
  const { journal, folded, lines } = open();
  journal.record("letters", "a");
  const [one, other] = [journal.committed(), journal.committed()];
  journal.record("numbers", 1);
  journal.record("letters", "b");
  expect(lines()).toEqual([]);
  await Promise.all([one, other]);
  expect(lines()).toEqual(['1 {"letters":["a","b"],"numbers":[1]}']);
  expect(folded).toEqual({ letters: [], numbers: [] });
});

test("what nobody waits for is on disk after a tenth of a second and folded within a second", async () => {
  const { journal, clock, folded, lines } = open();
  journal.record("numbers", 1);
  await clock.advance(99);
  expect(lines()).toEqual([]);
  await clock.advance(1);
  expect(lines()).toHaveLength(1);
  journal.record("numbers", 2);
  await clock.advance(1000);
  expect(lines()).toEqual([]);
  expect(folded).toEqual({ letters: [], numbers: [[1, 2]] });
  expect(clock.pending).toBe(0);
});

test("settling folds at once and in order, once", () => {
  const { journal, folded } = open();
  journal.record("letters", "a");
  journal.commit();
  journal.record("letters", "b");
  journal.settle();
  journal.settle();
  expect(folded).toEqual({ letters: [["a", "b"]], numbers: [] });
});

test("what a killed process committed is folded by the next one, once", () => {
  const first = open();
  first.journal.record("letters", "a");
  first.journal.commit();
  first.journal.record("letters", "lost");
  // No settle and no close: the first journal is simply forgotten, as after kill -9.
  const second = open(first.homeDir);
  second.journal.settle();
  expect(second.folded.letters).toEqual([["a"]]);
  const third = open(first.homeDir);
  third.journal.settle();
  expect(third.folded.letters).toEqual([]);
});

test("a room that is folded often is ahead of the others, and stays so after a kill", async () => {
  const first = open(undefined, ["letters"]);
  first.journal.record("letters", "a");
  first.journal.record("numbers", 1);
  first.journal.commit();
  await first.clock.advance(49);
  expect(first.folded.letters).toEqual([]);
  await first.clock.advance(1);
  expect(first.folded).toEqual({ letters: [["a"]], numbers: [] });
  first.journal.record("letters", "b");
  first.journal.record("numbers", 2);
  first.journal.commit();
  const second = open(first.homeDir, ["letters"]);
  second.journal.settle();
  expect(second.folded).toEqual({ letters: [["b"]], numbers: [[1, 2]] });
  expect(second.lines()).toEqual([]);
  second.journal.record("letters", "c");
  second.journal.commit();
  const third = open(first.homeDir, ["letters"]);
  third.journal.settle();
  expect(third.folded).toEqual({ letters: [["c"]], numbers: [] });
});

test("a file that lost what the database has gives no number twice", async () => {
  const first = open(undefined, ["letters"]);
  first.journal.record("letters", "a");
  first.journal.commit();
  await first.clock.advance(50);
  truncateSync(first.file, 0);
  const second = open(first.homeDir, ["letters"]);
  second.journal.record("letters", "b");
  second.journal.commit();
  const third = open(first.homeDir, ["letters"]);
  third.journal.settle();
  expect(third.folded.letters).toEqual([["b"]]);
});

test("a fold of a room that fails leaves its entries to the next one", async () => {
  const { journal, clock, lines } = open();
  const folded: unknown[] = [];
  let isFull = true;
  journal.join<unknown, unknown[]>("letters", {
    gather: gatherAll,
    fold: (entries) => {
      if (isFull) throw Object.assign(new Error("no room"), { code: "SQLITE_FULL" });
      folded.push(...entries);
    },
    isFoldedOften: true,
  });
  journal.record("letters", "a");
  journal.commit();
  await clock.advance(50);
  isFull = false;
  journal.record("letters", "b");
  journal.commit();
  await clock.advance(50);
  expect(folded).toEqual(["a", "b"]);
  expect(lines()).toHaveLength(2);
});

test("a file that has become long is folded at once", () => {
  const { journal, folded, lines } = open();
  journal.record("letters", "a".repeat(9 * 1024 * 1024));
  journal.commit();
  expect(folded.letters).toHaveLength(1);
  expect(lines()).toEqual([]);
});

test("a fold that fails loses nothing and is tried again", () => {
  const { journal, lines } = open();
  const folded: unknown[] = [];
  let broken = true;
  journal.join<unknown, unknown[]>("letters", {
    gather: gatherAll,
    fold: (entries) => {
      if (broken) throw new Error("disk full");
      folded.push(...entries);
    },
  });
  journal.record("letters", "a");
  expect(() => journal.settle()).toThrow("disk full");
  expect(lines()).toHaveLength(1);
  broken = false;
  journal.settle();
  expect(folded).toEqual(["a"]);
  expect(lines()).toEqual([]);
});

test("a fold that was committed is not repeated when the file still has its turns", () => {
  const first = open();
  first.journal.record("letters", "a");
  first.journal.commit();
  const before = readFileSync(first.file);
  first.journal.settle();
  // The process was killed between the database's commit and the cutting of the file.
  appendFileSync(first.file, before);
  const second = open(first.homeDir);
  second.journal.record("letters", "b");
  second.journal.settle();
  expect(second.folded.letters).toEqual([["b"]]);
});

test("a line without its end was never acknowledged", () => {
  const first = open();
  first.journal.record("letters", "a");
  first.journal.commit();
  appendFileSync(first.file, '2 {"letters":["b');
  const second = open(first.homeDir);
  second.journal.record("letters", "c");
  second.journal.commit();
  const third = open(first.homeDir);
  third.journal.settle();
  expect(third.folded.letters).toEqual([["a", "c"]]);
});

test("turns that an older engine kept in the database are folded", () => {
  const first = open();
  first.database.exec(
    `INSERT INTO turn_journal (id, entries) VALUES (7, '{"letters":["a"]}'), (8, '{"letters":["b"]}')`,
  );
  const second = open(first.homeDir);
  second.journal.record("letters", "c");
  second.journal.settle();
  expect(second.folded.letters).toEqual([["a", "b", "c"]]);
});
