import { type FunctionConfiguration, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import { pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import {
  filterFunctions,
  type FunctionFilter,
  type Sort,
  sortFunctions,
} from "@/lib/model/function-filter";
import type { FunctionList, FunctionRow, PartialFunctionList } from "@/lib/model/function-row";
import { isoTime } from "@/lib/model/iso-time";
import type { Problem } from "@/lib/model/problem";
import { processWide } from "@/lib/store/process-wide";
import { knownDetail } from "./row-details";

/** ListFunctions gives at most 50 a call and may be asked 15 times a second together with everything else. */
const pageSize = 50;
/** A list on AWS is asked for again at the earliest after this long; others change as fast as one looks. */
const freshMs = 10_000;
/** Rows that fill most screens, and the length up to which a page carries the whole list. */
const firstRows = 40;
const shortList = 100;

interface Listing {
  rows: FunctionRow[];
  problems: Problem[];
  startedMs: number;
  /** Ends when the last page has come. */
  done: Promise<void>;
  isDone: boolean;
  /** Called after each page. */
  listeners: Set<() => void>;
  /** The complete one before it, until this one is complete. */
  previous: Listing | undefined;
}

/** The listing under way or the last one, by connection. */
const listings = processWide("function-listings", () => new Map<string, Listing>());

/** All functions of a connection. Throws a ProblemError. */
export async function listFunctions(connection: Connection, nowMs: number): Promise<FunctionList> {
  const listing = listingOf(connection, nowMs);
  await listing.done;
  return answerOf(connection, listing.rows, listing);
}

/** A part of the list; with `last` the whole list of the reading before. */
export interface FunctionPage extends FunctionList {
  last?: true;
}

/**
 * The functions page by page as AWS gives them, each once. With `lastFirst` the list of the last reading comes
 * before them, if there is one, as something to look at meanwhile. Throws a ProblemError.
 */
export async function* streamFunctions(
  connection: Connection,
  nowMs: number,
  lastFirst = false,
): AsyncGenerator<FunctionPage> {
  const listing = listingOf(connection, nowMs);
  const { previous } = listing;
  if (lastFirst && previous) yield { ...answerOf(connection, previous.rows, previous), last: true };
  let given = 0;
  for (;;) {
    const rows = listing.rows.slice(given);
    given += rows.length;
    if (rows.length > 0) yield answerOf(connection, rows, listing);
    if (given < listing.rows.length) continue;
    if (listing.isDone) break;
    await nextPage(listing);
  }
  await listing.done;
  if (given === 0 || listing.problems.length > 0) yield answerOf(connection, [], listing);
}

/** The last complete list, however old, without asking AWS; undefined when there is none. */
export function lastFunctions(connection: Connection): FunctionList | undefined {
  const newest = listings.get(connection.id);
  const listing = newest?.isDone ? newest : newest?.previous;
  return listing && answerOf(connection, listing.rows, listing);
}

/** The first rows of a view of the list: enough for a screen, and the whole of a short list. */
export function firstFunctions(
  connection: Connection,
  { filter, sort }: { filter: FunctionFilter; sort: Sort },
  nowMs: number,
): PartialFunctionList | undefined {
  const list = lastFunctions(connection);
  if (!list) return undefined;
  const count = list.functions.length;
  if (count <= shortList) return { ...list, complete: true };
  const shown = filterFunctions(sortFunctions(list.functions, sort), filter, nowMs);
  return { ...list, functions: shown.slice(0, firstRows), count, complete: false };
}

/** Makes the next reading ask AWS; called after a function was created or deleted. */
export function forgetFunctions(connection: Connection): void {
  listings.delete(connection.id);
}

function listingOf(connection: Connection, nowMs: number): Listing {
  const known = listings.get(connection.id);
  const lifetime = connection.kind === "profile" ? freshMs : 0;
  if (known && (!known.isDone || nowMs - known.startedMs < lifetime)) return known;
  const listing = startListing(connection, nowMs, known?.isDone ? known : undefined);
  listings.set(connection.id, listing);
  // A failed listing is not an answer for the next reader.
  listing.done.catch(() => {
    if (listings.get(connection.id) !== listing) return;
    if (known) listings.set(connection.id, known);
    else listings.delete(connection.id);
  });
  return listing;
}

function startListing(
  connection: Connection,
  nowMs: number,
  previous: Listing | undefined,
): Listing {
  const listing: Listing = {
    rows: [],
    problems: [],
    startedMs: nowMs,
    done: Promise.resolve(),
    isDone: false,
    listeners: new Set(),
    previous,
  };
  const tell = () => {
    for (const listener of listing.listeners) listener();
    listing.listeners.clear();
  };
  listing.done = attempt(connection, "list the functions", async () => {
    const names = new Set<string>();
    const pages = pagesOf(
      async (Marker) => {
        const page = await clientsFor(connection).lambda.send(
          new ListFunctionsCommand({ Marker, MaxItems: pageSize }),
        );
        return { items: page.Functions, next: page.NextMarker };
      },
      () => listing.problems.push(endlessList(connection)),
    );
    for await (const page of pages) {
      for (const row of page.map(shapeRow)) {
        // A function may come twice where pages overlap.
        if (row.name === "" || names.has(row.name)) continue;
        names.add(row.name);
        listing.rows.push(row);
      }
      tell();
    }
  }).finally(() => {
    listing.isDone = true;
    listing.previous = undefined;
    tell();
  });
  return listing;
}

function nextPage(listing: Listing): Promise<void> {
  return new Promise((resolve) => listing.listeners.add(resolve));
}

function answerOf(
  connection: Connection,
  rows: readonly FunctionRow[],
  listing: Listing,
): FunctionList {
  return {
    functions: rows.map((row) => ({ ...row, ...knownDetail(connection, row) })),
    asOf: new Date(listing.startedMs).toISOString(),
    ...(listing.problems.length > 0 && { problems: listing.problems }),
  };
}

function endlessList({ label }: Connection): Problem {
  return {
    kind: "unsupported",
    title: "The list of functions may not be complete",
    detail: `${label} does not page through its functions as AWS does: it gave the same page, or nothing, again and again.`,
  };
}

/** What the list needs of a FunctionConfiguration; AWS's defaults stand in for absent settings. */
export function shapeRow(configuration: FunctionConfiguration): FunctionRow {
  return {
    name: configuration.FunctionName ?? configuration.FunctionArn?.split(":")[6] ?? "",
    arn: configuration.FunctionArn ?? "",
    runtime: configuration.Runtime,
    packageType: configuration.PackageType === "Image" ? "Image" : "Zip",
    architecture: configuration.Architectures?.[0] === "arm64" ? "arm64" : "x86_64",
    memoryMb: configuration.MemorySize ?? 128,
    timeoutSeconds: configuration.Timeout ?? 3,
    ephemeralStorageMb: configuration.EphemeralStorage?.Size ?? 512,
    description: configuration.Description ?? "",
    lastModified: isoTime(configuration.LastModified),
    codeSizeBytes: configuration.CodeSize,
    // AWS leaves these out of the list; engines that give them save a call.
    ...(configuration.State !== undefined && { state: configuration.State }),
    ...(configuration.LastUpdateStatus !== undefined && {
      lastUpdateStatus: configuration.LastUpdateStatus,
    }),
  };
}
