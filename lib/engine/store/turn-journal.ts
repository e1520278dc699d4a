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
 * What rooms record in passing, log events and metric values, at the price of one INSERT for all that
 * happened in a turn of the event loop. Twice a second, and before anybody reads, it is folded into the
 * rooms' own tables. What a killed process left is folded by the next one.
 */
export class TurnJournal {
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  readonly #insert;
  readonly #folds = new Map<string, Fold>();
  #turn: Turn = {};
  #unfolded: Turn[];
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
    this.#insert = database.prepare("INSERT INTO turn_journal (entries) VALUES (?)");
    const left = database.prepare("SELECT entries FROM turn_journal ORDER BY id").all() as {
      entries: string;
    }[];
    this.#unfolded = left.map(({ entries }) => JSON.parse(entries) as Turn);
    if (left.length > 0) this.#foldSoon();
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

  /** Resolves when everything recorded so far is on disk, after this turn of the event loop. */
  committed(): Promise<void> {
    this.#committing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
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
    const entries = JSON.stringify(turn);
    this.#insert.run(entries);
    this.#unfolded.push(turn);
    this.#unfoldedBytes += entries.length;
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
    })();
    this.#unfolded = [];
    this.#unfoldedBytes = 0;
  }

  close(): void {
    this.settle();
  }

  #foldSoon(): void {
    this.#cancelFold ??= this.#clock.after(foldAfterMs, () => this.settle());
  }
}
