import type { EngineDatabase } from "../store/database.ts";
import type { NeededText } from "./needed-text.ts";

export interface StoredEvent {
  streamId: number;
  timestampMs: number;
  /** Order of arrival over all groups; with the time it is an event's place. */
  sequence: number;
  ingestionMs: number;
  message: string;
}

/** Events are ordered by time, those of one time by arrival. */
export interface EventPlace {
  timestampMs: number;
  sequence: number;
}

export interface EventRange {
  groupId: number;
  /** Only these streams; all of the group when left out. */
  streamIds?: readonly number[] | undefined;
  /** Inclusive. */
  startMs: number;
  /** Exclusive. */
  endMs: number;
  /** Only events beyond this place, in the direction of reading. */
  beyond?: EventPlace | undefined;
  descending?: boolean;
}

/** A stretch of a range that was looked through. */
interface Stretch {
  /** Those of its events that hold the needed text. */
  events: StoredEvent[];
  /** Where the next stretch begins; undefined when the range is at its end. */
  end: EventPlace | undefined;
}

type Row = [
  streamId: number,
  timestampMs: number,
  sequence: number,
  ingestionMs: number,
  message: string,
];

const columns = "stream_id, timestamp_ms, sequence, ingestion_ms, message";

/** A longer condition would be too deep for the database, and narrow the search no further. */
const textsAtMost = 50;

/** Reads the table of events in order of time, forwards or backwards. */
export class EventReader {
  readonly #database: EngineDatabase;

  constructor(database: EngineDatabase) {
    this.#database = database;
  }

  /** The first `limit` events of the range in the direction of reading, of those that hold the needed text. */
  read(
    range: EventRange & { upTo?: EventPlace | undefined; needed?: NeededText; limit: number },
  ): StoredEvent[] {
    const { limit } = range;
    const needed = (range.needed ?? [])
      .filter(({ length }) => length <= textsAtMost)
      .slice(0, textsAtMost);
    const { from, values, order } = within(range);
    const holding = needed.map(
      (texts) => `AND (${texts.map(() => "instr(message, ?)").join(" OR ")})`,
    );
    const rows = this.#database
      .prepare(`SELECT ${columns} ${from} ${holding.join(" ")} ${order} LIMIT ?`)
      .raw()
      .all(...values, ...needed.flat(), limit) as Row[];
    return rows.map(([streamId, timestampMs, sequence, ingestionMs, message]) => ({
      streamId,
      timestampMs,
      sequence,
      ingestionMs,
      message,
    }));
  }

  /**
   * Looks through the next `looksAtMost` events of the range for those that hold the needed text, and
   * stops earlier when it has found `foundAtMost`.
   */
  scan(
    range: EventRange,
    needed: NeededText,
    { looksAtMost, foundAtMost }: { looksAtMost: number; foundAtMost: number },
  ): Stretch {
    if (needed.length === 0) {
      const events = this.read({ ...range, limit: Math.min(looksAtMost, foundAtMost) });
      return {
        events,
        end: events.length < Math.min(looksAtMost, foundAtMost) ? undefined : events.at(-1),
      };
    }
    const end = this.placeAfter(range, looksAtMost);
    const events = this.read({ ...range, ...(end && { upTo: end }), needed, limit: foundAtMost });
    return { events, end: events.length < foundAtMost ? end : events.at(-1) };
  }

  /** How many events a range has up to and with a place, and how many bytes their messages. */
  measure(range: EventRange, upTo: EventPlace | undefined): { events: number; bytes: number } {
    const { from, values } = within({ ...range, upTo });
    return this.#database
      .prepare(
        `SELECT COUNT(*) AS events, COALESCE(SUM(OCTET_LENGTH(message)), 0) AS bytes ${from}`,
      )
      .get(...values) as { events: number; bytes: number };
  }

  /** The place of the `count`-th event of the range, if it has so many. */
  placeAfter(range: EventRange, count: number): EventPlace | undefined {
    const { from, values, order } = within(range);
    const row = this.#database
      .prepare(`SELECT timestamp_ms, sequence ${from} ${order} LIMIT 1 OFFSET ?`)
      .raw()
      .get(...values, count - 1) as [number, number] | undefined;
    return row && { timestampMs: row[0], sequence: row[1] };
  }
}

/** A range as SQL. `upTo` ends it at a place, inclusive, in the direction of reading. */
function within(range: EventRange & { upTo?: EventPlace | undefined }): {
  from: string;
  values: number[];
  order: string;
} {
  const { groupId, streamIds, descending = false, upTo } = range;
  const beyond = range.beyond ?? (descending ? lastPlace : firstPlace);
  // One stream is read by its own index; more of them by filtering the group's.
  const [source, owner] =
    streamIds?.length === 1
      ? ["log_events INDEXED BY log_events_by_stream WHERE stream_id = ?", streamIds[0]!]
      : ["log_events WHERE group_id = ?", groupId];
  const among =
    streamIds && streamIds.length !== 1 ? `AND stream_id IN (${streamIds.join(",")})` : "";
  const [after, before, order] = descending ? ["<", ">=", "DESC"] : [">", "<=", "ASC"];
  const from = `FROM ${source} ${among} AND timestamp_ms >= ? AND timestamp_ms < ?
    AND (timestamp_ms, sequence) ${after} (?, ?) ${upTo ? `AND (timestamp_ms, sequence) ${before} (?, ?)` : ""}`;
  const last = upTo ?? (descending ? firstPlace : lastPlace);
  const values = [
    owner,
    // The database goes by the times alone; the places only sort out what is of one time.
    Math.max(range.startMs, descending ? last.timestampMs : beyond.timestampMs),
    Math.min(range.endMs, (descending ? beyond : last).timestampMs + 1),
    beyond.timestampMs,
    beyond.sequence,
    ...(upTo ? [upTo.timestampMs, upTo.sequence] : []),
  ];
  return { from, values, order: `ORDER BY timestamp_ms ${order}, sequence ${order}` };
}

const firstPlace: EventPlace = { timestampMs: -1, sequence: -1 };
const lastPlace: EventPlace = {
  timestampMs: Number.MAX_SAFE_INTEGER - 1,
  sequence: Number.MAX_SAFE_INTEGER,
};
