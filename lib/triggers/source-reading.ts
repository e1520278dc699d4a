import pLimit from "p-limit";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";
import type { Trigger } from "@/lib/model/trigger";
import { processWide } from "@/lib/store/process-wide";

/** What one service knows of the functions it calls. */
export interface SourceReading {
  triggers: Trigger[];
  /** Whether everything was looked at; a source that is not among the triggers then calls no function. */
  complete: boolean;
  /** What could not be read beside the rest. */
  problems: Problem[];
}

/** Gathers what could not be read, each kind of trouble once, and lets the rest go on. */
export class Troubles {
  readonly problems: Problem[] = [];

  constructor(private readonly connection: Connection) {}

  add(error: unknown, action: string): void {
    this.addProblem(problemFrom(error, { connection: this.connection, action }));
  }

  addProblem(problem: Problem): void {
    if (!this.problems.some(({ title }) => title === problem.title)) this.problems.push(problem);
  }

  /** What is read, or `otherwise` and a problem. */
  async tolerate<T, O>(reading: Promise<T>, otherwise: O, action: string): Promise<T | O> {
    try {
      return await reading;
    } catch (error) {
      this.add(error, action);
      return otherwise;
    }
  }

  /** The same for one thing of a listing: that it is gone meanwhile is no trouble. */
  ifThere<T, O>(reading: Promise<T>, otherwise: O, action: string): Promise<T | O> {
    const orGone = reading.catch((error: unknown) => {
      if (problemFrom(error).kind === "not-found") return otherwise;
      throw error;
    });
    return this.tolerate(orGone, otherwise, action);
  }
}

/** A listing of a whole account is taken again at the earliest after this long. */
const freshMs = 30_000;

interface Kept {
  readMs: number;
  reading: Promise<SourceReading>;
}

const kept = processWide("trigger-sources", () => new Map<string, Kept>());

/**
 * Listings of a whole account are shared by the pages of all its functions. What a local endpoint says is never old,
 * since asking it costs nothing.
 */
export function shared(
  connection: Connection,
  source: string,
  read: () => Promise<SourceReading>,
  nowMs = Date.now(),
): Promise<SourceReading> {
  if (connection.kind !== "profile") return read();
  const key = `${connection.id} ${source}`;
  const known = kept.get(key);
  if (known && nowMs - known.readMs < freshMs) return known.reading;
  const reading = read();
  kept.set(key, { readMs: nowMs, reading });
  // A failure is no answer for the next reader.
  reading.catch(() => {
    if (kept.get(key)?.reading === reading) kept.delete(key);
  });
  return reading;
}

/** Makes the next reading ask the services again; called after a trigger was added, changed or removed. */
export function forgetSources(connection: Connection): void {
  for (const key of kept.keys()) if (key.startsWith(`${connection.id} `)) kept.delete(key);
}

/** Calls a verb for each item, a few at a time. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  atOnce = 8,
): Promise<Result[]> {
  const limit = pLimit(atOnce);
  return Promise.all(items.map((item) => limit(() => act(item))));
}
