import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StartError } from "../start-error.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { databaseFile, type EngineDatabase, openDatabase } from "./database.ts";
import { storageFailure } from "./storage-failure.ts";
import { gatherAll, TurnJournal } from "./turn-journal.ts";

const newHome = () => mkdtempSync(join(tmpdir(), "store-"));

/** A database that takes no more pages, as on a full disk, until the returned function is called. */
function fill(database: EngineDatabase): () => void {
  database.exec("CREATE TABLE IF NOT EXISTS ballast (bytes BLOB)");
  const { page_count: pages } = database.prepare("PRAGMA page_count").get() as {
    page_count: number;
  };
  database.pragma(`max_page_count = ${pages}`);
  return () => void database.pragma("max_page_count = 1000000");
}

function failureOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("a full disk is told from other errors, within a transaction too", () => {
  const database = openDatabase(newHome());
  const makeRoom = fill(database);
  const insert = database.prepare("INSERT INTO ballast VALUES (zeroblob(?))");
  const alone = failureOf(() => insert.run(100_000));
  const together = failureOf(() => database.transaction(() => insert.run(100_000))());
  expect(storageFailure(alone)).toMatch(/^the disk is full/);
  expect(storageFailure(together)).toMatch(/^the disk is full/);
  expect(storageFailure(failureOf(() => database.exec("SELECT nothing")))).toBeUndefined();
  makeRoom();
  expect(failureOf(() => insert.run(100_000))).toBeUndefined();
  database.close();
});

test("what cannot be folded while the disk is full is kept in order, and folded when there is room", async () => {
  const database = openDatabase(newHome());
  const clock = new ManualClock();
  const warnings: string[] = [];
  const journal = new TurnJournal(database, clock, (message) => warnings.push(message));
  const makeRoom = fill(database);
  const insert = database.prepare("INSERT INTO ballast VALUES (?)");
  journal.join<string, string[]>("letters", {
    gather: gatherAll,
    fold: (entries) => {
      for (const entry of entries) insert.run([entry.padEnd(50_000)]);
    },
  });
  const letters = () =>
    (database.prepare("SELECT bytes FROM ballast").all() as { bytes: string }[]).map(({ bytes }) =>
      bytes.trim(),
    );
  journal.record("letters", "a");
  await journal.committed();
  journal.settle();
  journal.record("letters", "b");
  await journal.committed();
  journal.settle();
  expect(letters()).toEqual([]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^Logs and metrics are held in memory: the disk is full/);
  makeRoom();
  await clock.advance(1000);
  expect(letters()).toEqual(["a", "b"]);
  expect(warnings[1]).toBe("The disk takes logs and metrics again.");
  journal.close();
  database.close();
});

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ["is not a database", (file) => writeFileSync(file, Buffer.alloc(10_000, 7))],
  ["is cut off", (file) => writeFileSync(file, readFileSync(file).subarray(0, 8192))],
  [
    "is damaged inside",
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4096, 8192);
      writeFileSync(file, bytes);
    },
  ],
  ["is a folder", (file) => (rmSync(file), mkdirSync(file))],
];

test.for(damages)("a store that %s is refused with advice, and left alone", ([, damage]) => {
  const homeDir = newHome();
  const database = openDatabase(homeDir);
  database.exec("CREATE TABLE one (a); CREATE TABLE two (a)");
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
  const file = databaseFile(homeDir);
  damage(file);
  const contents = () =>
    failureOf(() => readFileSync(file)) ?? readFileSync(file).toString("base64");
  const before = contents();
  const refusal = failureOf(() => openDatabase(homeDir));
  expect(refusal).toBeInstanceOf(StartError);
  expect((refusal as Error).message).toContain(
    `move the folder away (mv ${homeDir} ${homeDir}.old)`,
  );
  expect(contents()).toEqual(before);
});

test("a store of a newer engine is refused", () => {
  const homeDir = newHome();
  const database = openDatabase(homeDir);
  database.pragma("user_version = 2");
  database.close();
  expect(() => openDatabase(homeDir)).toThrow(
    /written by a newer Lambdeck \(store version 2; this one knows 1\)/,
  );
});

test.runIf(process.platform === "linux" && process.getuid?.() !== 0)(
  "a store that may not be written to is refused",
  () => {
    const homeDir = newHome();
    openDatabase(homeDir).close();
    chmodSync(databaseFile(homeDir), 0o000);
    expect(() => openDatabase(homeDir)).toThrow(StartError);
    execFileSync("chmod", ["600", databaseFile(homeDir)]);
  },
);
