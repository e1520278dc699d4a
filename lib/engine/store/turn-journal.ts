import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "./database.ts";

type Fold = (entries: readonly unknown[]) => void;

/** Entries by the room that recorded them. */
type Turn = Record<string, unknown[]>;

/** What nobody waits for is on disk after this. */
const commitAfterMs = 100;
const foldAfterMs = 500;
/** Some 50 ms of work, for which everything else waits. */
const foldAtBytes = 1024 * 1024;

/**
 * What rooms record in passing, log events and metric values, at the price of one write to a file for all
 * that happened in a turn of the event loop, an eighth of what the database takes. Twice a second, and
 * before anybody reads, it is folded into the rooms' own tables. What a killed process left is folded by
 * the next one.
 *
 * The file has a line for each turn: its number and its entries. The database's one row has the number of
 * the last turn that was folded, written with what it was folded into.
 */
export class TurnJournal {
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  readonly #file: number;
  #fileBytes = 0;
  #lastTurn: number;
  readonly #folds = new Map<string, Fold>();
  #turn: Turn = {};
  #unfolded: Turn[] = [];
  #unfoldedBytes = 0;
  #committing: Promise<void> | undefined;
  #cancelCommit: (() => void) | undefined;
  #cancelFold: (() => void) | undefined;

  constructor(database: EngineDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    database.exec(
      "CREATE TABLE IF NOT EXISTS turn_journal (id INTEGER PRIMARY KEY, entries TEXT NOT NULL)",
    );
    const folded = database.prepare("SELECT id, entries FROM turn_journal ORDER BY id").all() as {
      id: number;
      entries: string;
    }[];
    // Engines before this file was there kept the turns themselves in the table.
    for (const { entries } of folded) this.#unfolded.push(JSON.parse(entries) as Turn);
    this.#lastTurn = folded.at(-1)?.id ?? 0;
    const path = join(dirname(fileOf(database)), "turn-journal");
    this.#file = openSync(path, "a", 0o600);
    const text = readFileSync(path, "utf8");
    // A last line without its end was never acknowledged.
    this.#cutTo(Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1)));
    for (const { number, turn } of turnsOf(text)) {
      if (number <= this.#lastTurn) continue;
      this.#lastTurn = number;
      this.#unfolded.push(turn);
    }
    if (this.#unfolded.length > 0) this.#foldSoon();
  }

  /** Says how a room's entries get into its tables; called within a transaction. Entries are JSON. */
  join<Entry>(room: string, fold: (entries: readonly Entry[]) => void): void {
    this.#folds.set(room, fold as Fold);
  }

  /** Takes an entry; it is on disk within a tenth of a second, or when `committed` resolves. */
  record(room: string, entry: unknown): void {
    (this.#turn[room] ??= []).push(entry);
    this.#cancelCommit ??= this.#clock.after(commitAfterMs, () => this.commit());
  }

  /** Resolves when everything recorded so far is on disk, after all that happens in the same moment. */
  committed(): Promise<void> {
    this.#committing ??= new Promise((resolve, reject) => {
      process.nextTick(() => {
        this.#committing = undefined;
        try {
          this.commit();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    return this.#committing;
  }

  /** Everything recorded so far is on disk when this returns. */
  commit(): void {
    if (!this.#cancelCommit) return;
    this.#cancelCommit();
    this.#cancelCommit = undefined;
    const turn = this.#turn;
    this.#turn = {};
    const line = `${this.#lastTurn + 1} ${JSON.stringify(turn)}\n`;
    this.#append(line);
    this.#lastTurn += 1;
    this.#unfolded.push(turn);
    this.#unfoldedBytes += line.length;
    if (this.#unfoldedBytes > foldAtBytes) this.settle();
    else this.#foldSoon();
  }

  /** Brings the rooms' tables up to date; called before they are read or changed in another way. */
  settle(): void {
    this.commit();
    this.#cancelFold?.();
    this.#cancelFold = undefined;
    if (this.#unfolded.length === 0) return;
    this.#database.transaction(() => {
      for (const [room, fold] of this.#folds) {
        const entries = this.#unfolded.flatMap((turn) => turn[room] ?? []);
        if (entries.length > 0) fold(entries);
      }
      this.#database.exec("DELETE FROM turn_journal");
      this.#database
        .prepare("INSERT INTO turn_journal (id, entries) VALUES (?, '{}')")
        .run(this.#lastTurn);
    })();
    this.#unfolded = [];
    this.#unfoldedBytes = 0;
    this.#cutTo(0);
  }

  close(): void {
    this.settle();
    closeSync(this.#file);
  }

  /** Nothing of a line is left when it cannot be written whole: the disk may be full. */
  #append(line: string): void {
    const bytes = Buffer.from(line);
    const before = this.#fileBytes;
    try {
      while (this.#fileBytes < before + bytes.length)
        this.#fileBytes += writeSync(this.#file, bytes, this.#fileBytes - before);
    } catch (error) {
      this.#cutTo(before);
      throw error;
    }
  }

  #cutTo(bytes: number): void {
    ftruncateSync(this.#file, bytes);
    this.#fileBytes = bytes;
  }

  #foldSoon(): void {
    this.#cancelFold ??= this.#clock.after(foldAfterMs, () => this.settle());
  }
}

function fileOf(database: EngineDatabase): string {
  return (database.prepare("PRAGMA database_list").get() as { file: string }).file;
}

/** The turns of a journal. */
function turnsOf(text: string): { number: number; turn: Turn }[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const blank = line.indexOf(" ");
      return {
        number: Number(line.slice(0, blank)),
        turn: JSON.parse(line.slice(blank + 1)) as Turn,
      };
    });
}
