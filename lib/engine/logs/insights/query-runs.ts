import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { ServiceError } from "../../http/service.ts";
import type { EventPlace, EventRange, StoredEvent } from "../event-reader.ts";
import type { LogGroup } from "../group-table.ts";
import type { LogStore } from "../log-store.ts";
import { QueryTooLarge } from "./collectors.ts";
import { OutOfPatience, Patience } from "../../patience.ts";
import { compileQuery, type ResultRow, type RunningQuery } from "./compile-query.ts";

type QueryStatus = "Scheduled" | "Running" | "Complete" | "Failed" | "Cancelled";

interface QueryStatistics {
  recordsMatched: number;
  recordsScanned: number;
  bytesScanned: number;
  logGroupsScanned: number;
}

/** A query that was started, and what came of it so far. */
export interface QueryRun {
  id: string;
  region: string;
  groups: readonly LogGroup[];
  queryString: string;
  /** Both in seconds, both inclusive. */
  startSeconds: number;
  endSeconds: number;
  createdMs: number;
  status: QueryStatus;
  statistics: QueryStatistics;
  results(): readonly ResultRow[];
}

interface QueryRequest {
  region: string;
  accountId: string;
  groups: readonly LogGroup[];
  queryString: string;
  startSeconds: number;
  endSeconds: number;
  limit?: number | undefined;
}

/** Events looked at, and read, in one go; other calls are served in between. */
const stretch = { looksAtMost: 20_000, foundAtMost: 2_000 };
const runningAtMost = 30;
/** Ended queries are forgotten, oldest first, beyond these. */
const keptAtMost = 1_000;
const rowsKeptAtMost = 300_000;

/**
 * The queries that run or ran since the engine began. They work through the store in stretches, newest
 * events first, side by side with all other calls.
 */
export class QueryRuns {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #patience: Patience;
  readonly #runs = new Map<string, QueryRun>();
  #closed = false;

  constructor(store: LogStore, clock: Clock, stretchAtMostMs = 5_000) {
    this.#store = store;
    this.#clock = clock;
    this.#patience = new Patience(stretchAtMostMs);
  }

  /** Throws MalformedQueryException for what cannot be compiled. */
  start(request: QueryRequest): QueryRun {
    const { limit, accountId, ...facts } = request;
    const createdMs = this.#clock.now();
    const query = compileQuery(request.queryString, {
      nowMs: createdMs,
      limit,
      manySources: request.groups.length > 1,
    });
    const running = [...this.#runs.values()].filter(({ status }) => isUnderWay(status)).length;
    if (running >= runningAtMost)
      throw new ServiceError(
        "LimitExceededException",
        `Account maximum query concurrency limit of [${runningAtMost}] reached.`,
        400,
      );
    const run: QueryRun = {
      ...facts,
      id: randomUUID(),
      createdMs,
      status: "Scheduled",
      statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0, logGroupsScanned: 0 },
      results: () => query.results(),
    };
    this.#forgetOldest();
    this.#runs.set(run.id, run);
    void this.#work(run, query, accountId);
    return run;
  }

  find(region: string, id: string): QueryRun {
    const run = this.#runs.get(id);
    if (run?.region !== region)
      throw new ServiceError(
        "ResourceNotFoundException",
        `There is no query with the id ${id}.`,
        400,
      );
    return run;
  }

  /** Ends a query where it is; it keeps what it found. Whether it was still under way. */
  stop(region: string, id: string): boolean {
    const run = this.find(region, id);
    if (!isUnderWay(run.status)) return false;
    run.status = "Cancelled";
    return true;
  }

  /** A region's queries, the newest first. */
  list(region: string): QueryRun[] {
    return [...this.#runs.values()].filter((run) => run.region === region).reverse();
  }

  close(): void {
    this.#closed = true;
  }

  async #work(run: QueryRun, query: RunningQuery, accountId: string): Promise<void> {
    try {
      for (const group of run.groups) {
        await this.#scan(run, query, group, accountId);
        if (!isUnderWay(run.status)) break;
        run.statistics.logGroupsScanned++;
      }
      if (isUnderWay(run.status)) run.status = "Complete";
    } catch (error) {
      run.status = "Failed";
      // A query that needs too much memory or time is the asker's affair, all else is the engine's.
      if (!(error instanceof QueryTooLarge || error instanceof OutOfPatience)) throw error;
    } finally {
      const rows = run.status === "Failed" || this.#closed ? [] : query.results();
      run.results = () => rows;
    }
  }

  async #scan(
    run: QueryRun,
    query: RunningQuery,
    group: LogGroup,
    accountId: string,
  ): Promise<void> {
    const log = `${accountId}:${group.name}`;
    const names = new Map<number, string | undefined>();
    const nameOf = (id: number) => {
      if (!names.has(id)) names.set(id, this.#store.streams.nameOf(id));
      return names.get(id);
    };
    const range: EventRange = {
      groupId: group.id,
      startMs: Math.max(run.startSeconds * 1000, this.#store.oldestMs(group.retentionDays)),
      endMs: (run.endSeconds + 1) * 1000,
      descending: query.descending,
    };
    let beyond: EventPlace | undefined;
    do {
      await setImmediate();
      if (this.#closed || !isUnderWay(run.status)) return;
      run.status = "Running";
      const from = { ...range, beyond };
      const onlyCounted = query.full && query.takesAll;
      let events: StoredEvent[] = [];
      if (onlyCounted) beyond = this.#store.events.placeAfter(from, stretch.looksAtMost);
      else ({ events, end: beyond } = this.#store.events.scan(from, query.needed, stretch));
      this.#patience.limit(() => {
        for (const { streamId, timestampMs, sequence, ingestionMs, message } of events) {
          // A stream deleted a moment ago has no name any more.
          const logStream = nameOf(streamId);
          if (logStream === undefined) continue;
          const groupId = group.id;
          query.add({ message, timestampMs, ingestionMs, logStream, log, groupId, sequence });
        }
      });
      const looked = this.#store.events.measure(from, beyond);
      const { statistics } = run;
      statistics.recordsScanned += looked.events;
      statistics.bytesScanned += looked.bytes;
      statistics.recordsMatched = onlyCounted
        ? statistics.recordsMatched + looked.events
        : query.matched;
    } while (beyond && !(query.full && query.stopsWhenFull));
  }

  #forgetOldest(): void {
    const ended = [...this.#runs.values()].filter(({ status }) => !isUnderWay(status));
    let rows = ended.reduce((sum, run) => sum + run.results().length, 0);
    for (const run of ended) {
      if (this.#runs.size < keptAtMost && rows <= rowsKeptAtMost) return;
      rows -= run.results().length;
      this.#runs.delete(run.id);
    }
  }
}

function isUnderWay(status: QueryStatus): boolean {
  return status === "Scheduled" || status === "Running";
}
