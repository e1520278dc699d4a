import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "./database.ts";
import { storageFailure } from "./storage-failure.ts";

/** How a room's entries get into its tables. */
interface Room<Entry, Gathered> {
  /**
   * Adds entries that are on disk to those that were gathered before, in whatever form takes the least
   * memory. Entries are JSON.
   */
  gather(gathered: Gathered | undefined, entries: readonly Entry[]): Gathered;
  /** Writes what was gathered; called within a transaction, and again when that fails. */
  fold(gathered: Gathered): void;
  /** Whether to fold a little costs little, so that it is done often and nobody waits for long. */
  isFoldedOften?: boolean;
}

/** Gathers entries as they are. */
export function gatherAll<Entry>(gathered: Entry[] = [], entries: readonly Entry[]): Entry[] {
  for (const entry of entries) gathered.push(entry);
  return gathered;
}

/** Entries by the room that recorded them. */
type Turn = Record<string, unknown[]>;

/** What nobody waits for is on disk after this. */
const commitAfterMs = 100;
const foldAfterMs = 1000;
const foldOftenAfterMs = 50;
/** Folded earlier when there is so much: a second of what a busy engine records is less. */
const longestFileBytes = 8 * 1024 * 1024;
/** After a disk that took nothing. */
const againAfterMs = 1000;
/** What is kept in memory until the disk takes it, as JSON; then the older half goes. */
const heldCharacters = 16 * 1024 * 1024;
/** Some 50 ms of work, for which everything else waits. */
const foldAtBytes = 1024 * 1024;

/**
 * What rooms record in passing, log events and metric values, at the price of one write to a file for all
 * that happened in a turn of the event loop, an eighth of what the database takes. Once a second, and
 * before anybody reads, it is folded into the rooms' own tables; rooms of which a little costs little are folded
 * twenty times a second, since everything else waits meanwhile. What a killed process left is folded by
 * the next one. A full disk stops nobody: what it does not take is held in memory, up to a limit, and goes
 * to disk when there is room again.
 *
 * The file has a line for each turn: its number and its entries. The database has the number of the last turn that
 * was folded, and that of each room which is ahead, written with what they were folded into.
 */
export class TurnJournal {
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  readonly #file: number;
  readonly #keepTurn;
  #fileBytes = 0;
  #lastTurn: number;
  readonly #rooms = new Map<string, Room<unknown, unknown>>();
  readonly #gathered = new Map<string, unknown>();
  #turn: Turn = {};
  /** What a former process left, until its rooms are there. */
  #found: Turn[] = [];
  #isFolded = true;
  #unfoldedBytes = 0;
  #committing: Promise<void> | undefined;
  #cancelCommit: (() => void) | undefined;
  #cancelFold: (() => void) | undefined;
  #cancelFoldOften: (() => void) | undefined;
  /** Whether the disk takes nothing, so that writing waits for the next attempt. */
  #held = false;
  #diskState = "works";

  constructor(
    database: EngineDatabase,
    clock: Clock,
    private readonly warn: (message: string) => void = () => undefined,
  ) {
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
    for (const { entries } of folded) this.#found.push(JSON.parse(entries) as Turn);
    this.#lastTurn = folded.at(-1)?.id ?? 0;
    database.exec(
      "CREATE TABLE IF NOT EXISTS journal_rooms (room TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID",
    );
    this.#keepTurn = database.prepare("INSERT OR REPLACE INTO journal_rooms VALUES (?, ?)");
    const ahead = new Map(
      database.prepare("SELECT room, turn FROM journal_rooms").raw().all() as [string, number][],
    );
    const path = join(dirname(fileOf(database)), "turn-journal");
    this.#file = openSync(path, "a", 0o600);
    const text = readFileSync(path, "utf8");
    // A last line without its end was never acknowledged.
    this.#cutTo(Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1)));
    for (const { number, turn } of turnsOf(text)) {
      if (number <= this.#lastTurn) continue;
      this.#lastTurn = number;
      const isLeft = ([room]: [string, unknown]) => number > (ahead.get(room) ?? 0);
      this.#found.push(Object.fromEntries(Object.entries(turn).filter(isLeft)));
    }
    // A machine that lost its power may have kept the database and lost the end of the file.
    this.#lastTurn = Math.max(this.#lastTurn, ...ahead.values());
    if (this.#found.length > 0) this.#foldSoon();
  }

  join<Entry, Gathered>(name: string, room: Room<Entry, Gathered>): void {
    this.#rooms.set(name, room as Room<unknown, unknown>);
  }

  /** Takes an entry; it is on disk within a tenth of a second, or when `committed` resolves. */
  record(room: string, entry: unknown): void {
    (this.#turn[room] ??= []).push(entry);
    this.#cancelCommit ??= this.#clock.after(commitAfterMs, () => this.commit());
  }

  /**
   * Resolves when everything recorded so far is on disk, after all that happens in the same moment; or,
   * when the disk takes nothing, held in memory.
   */
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

  /** Everything recorded so far is on disk when this returns, or held until the disk takes it. */
  commit(): void {
    if (!this.#cancelCommit || this.#held) return;
    this.#cancelCommit();
    this.#cancelCommit = undefined;
    const turn = this.#turn;
    this.#turn = {};
    const line = `${this.#lastTurn + 1} ${JSON.stringify(turn)}
`;
    try {
      this.#append(line);
    } catch (error) {
      return this.#hold(turn, line.length, error);
    }
    this.#lastTurn += 1;
    this.#gather(...this.#found.splice(0), turn);
    this.#unfoldedBytes += line.length;
    if (this.#fileBytes > longestFileBytes) return this.settle();
    if (this.#unfoldedBytes > foldAtBytes) this.#foldOften();
    else this.#cancelFoldOften ??= this.#clock.after(foldOftenAfterMs, () => this.#foldOften());
    this.#foldSoon();
  }

  /**
   * Brings the rooms' tables up to date; called before they are read or changed in another way. When the
   * disk takes nothing they stay as they are.
   */
  settle(): void {
    this.commit();
    this.#cancelFoldOften?.();
    this.#cancelFoldOften = undefined;
    this.#cancelFold?.();
    this.#cancelFold = undefined;
    this.#gather(...this.#found.splice(0));
    if (this.#isFolded) return;
    try {
      this.#fold();
      this.#disk("works");
    } catch (error) {
      this.#disk(reasonOf(error));
      this.#cancelFold ??= this.#clock.after(againAfterMs, () => this.settle());
    }
  }

  /** Folds the rooms that are folded often. What the disk does not take is left to `settle`. */
  #foldOften(): void {
    this.#cancelFoldOften?.();
    this.#cancelFoldOften = undefined;
    for (const [name, room] of this.#rooms) {
      const gathered = this.#gathered.get(name);
      if (!room.isFoldedOften || gathered === undefined) continue;
      try {
        this.#database.transaction(() => {
          room.fold(gathered);
          this.#keepTurn.run(name, this.#lastTurn);
        })();
        this.#gathered.delete(name);
        this.#unfoldedBytes = 0;
      } catch (error) {
        reasonOf(error);
      }
    }
  }

  close(): void {
    this.settle();
    closeSync(this.#file);
  }

  #foldSoon(): void {
    this.#cancelFold ??= this.#clock.after(foldAfterMs, () => this.settle());
  }

  #gather(...turns: Turn[]): void {
    if (turns.length > 0) this.#isFolded = false;
    for (const turn of turns)
      for (const [name, entries] of Object.entries(turn)) {
        const room = this.#rooms.get(name);
        if (room) this.#gathered.set(name, room.gather(this.#gathered.get(name), entries));
      }
  }

  #fold(): void {
    this.#database.transaction(() => {
      for (const [name, gathered] of this.#gathered) this.#rooms.get(name)?.fold(gathered);
      this.#database.exec("DELETE FROM turn_journal");
      this.#database
        .prepare("INSERT INTO turn_journal (id, entries) VALUES (?, '{}')")
        .run(this.#lastTurn);
    })();
    this.#gathered.clear();
    this.#isFolded = true;
    this.#unfoldedBytes = 0;
    this.#cutTo(0);
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

  /** Takes back what could not be written, and asks nobody to wait for it. */
  #hold(turn: Turn, characters: number, error: unknown): void {
    this.#disk(reasonOf(error));
    for (const [room, entries] of Object.entries(turn)) {
      const kept = characters > heldCharacters ? entries.slice(entries.length >> 1) : entries;
      this.#turn[room] = [...kept, ...(this.#turn[room] ?? [])];
    }
    this.#held = true;
    this.#cancelCommit = this.#clock.after(againAfterMs, () => {
      this.#held = false;
      this.commit();
    });
  }

  /** Says once that the disk takes nothing, and once that it does again. */
  #disk(state: string): void {
    if (state === this.#diskState) return;
    this.#diskState = state;
    this.warn(
      state === "works"
        ? "The disk takes logs and metrics again."
        : `Logs and metrics are held in memory: ${state}.`,
    );
  }
}

/** Rethrows what is no failure of the disk. */
function reasonOf(error: unknown): string {
  const reason = storageFailure(error);
  if (reason === undefined) throw error;
  return reason;
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
