import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { openDatabase } from "./database.ts";
import { TurnJournal } from "./turn-journal.ts";

function open(homeDir = mkdtempSync(join(tmpdir(), "journal-"))) {
  const database = openDatabase(homeDir);
  const clock = new ManualClock();
  const journal = new TurnJournal(database, clock);
  const folded: Record<string, unknown[][]> = { letters: [], numbers: [] };
  for (const room of Object.keys(folded))
    journal.join(room, (entries) => void folded[room]?.push([...entries]));
  const rows = () =>
    database.prepare("SELECT entries FROM turn_journal").all() as { entries: string }[];
  return { journal, clock, folded, rows, homeDir };
}

test("all that is recorded in a turn becomes one row, before `committed` resolves", async () => {
  const { journal, folded, rows } = open();
  journal.record("letters", "a");
  const [one, other] = [journal.committed(), journal.committed()];
  journal.record("numbers", 1);
  journal.record("letters", "b");
  expect(rows()).toEqual([]);
  await Promise.all([one, other]);
  expect(rows()).toEqual([{ entries: '{"letters":["a","b"],"numbers":[1]}' }]);
  expect(folded).toEqual({ letters: [], numbers: [] });
});

test("what nobody waits for is on disk after a tenth of a second and folded after half of one more", async () => {
  const { journal, clock, folded, rows } = open();
  journal.record("numbers", 1);
  await clock.advance(99);
  expect(rows()).toEqual([]);
  await clock.advance(1);
  expect(rows()).toHaveLength(1);
  journal.record("numbers", 2);
  await clock.advance(500);
  expect(rows()).toEqual([]);
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

test("a fold that fails loses nothing and is tried again", () => {
  const { journal, rows } = open();
  const folded: unknown[] = [];
  let broken = true;
  journal.join("letters", (entries) => {
    if (broken) throw new Error("disk full");
    folded.push(...entries);
  });
  journal.record("letters", "a");
  expect(() => journal.settle()).toThrow("disk full");
  expect(rows()).toHaveLength(1);
  broken = false;
  journal.settle();
  expect(folded).toEqual(["a"]);
  expect(rows()).toEqual([]);
});
