import { randomUUID } from "node:crypto";
import type { KeySchemaElement, StreamViewType } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../clock.ts";
import type { EngineDatabase } from "../../store/database.ts";
import { DocumentTable } from "../../store/document-table.ts";
import { plainItem, sizeOfItem, type Item } from "../attribute-value.ts";
import { keyPart } from "../item-key.ts";
import { keyOf, streamArn, type Table } from "../table.ts";

/** The changes of a table for the last 24 hours, as one shard; it stays readable when it is switched off. */
export interface Stream {
  arn: string;
  label: string;
  region: string;
  tableName: string;
  viewType: StreamViewType;
  keySchema: readonly KeySchemaElement[];
  shardId: string;
  createdMs: number;
  /** Its first sequence number is behind this one. */
  startsAfter: number;
  /** When it was switched off, and its last sequence number. */
  ended?: { atMs: number; lastSequence: number };
}

/** A record as it is kept and as Lambda sends it: binary values in base64. */
export interface StreamRecord {
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  eventVersion: "1.1";
  eventSource: "aws:dynamodb";
  awsRegion: string;
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: object;
    NewImage?: object;
    OldImage?: object;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: StreamViewType;
  };
  /** Deletions of items whose time was up. */
  userIdentity?: { type: "Service"; principalId: "dynamodb.amazonaws.com" };
}

export interface SequencedRecord {
  sequence: number;
  createdMs: number;
  record: StreamRecord;
}

const retentionMs = 24 * 3_600_000;
const trimEveryMs = 60_000;

/** Streams of tables: what was written with an item is on disk with it. */
export class StreamStore {
  readonly #streams: DocumentTable<Stream>;
  readonly #clock: Clock;
  readonly #statements;
  readonly #listeners = new Map<string, Set<() => void>>();
  #trimmedMs = 0;

  constructor(database: EngineDatabase, clock: Clock) {
    this.#clock = clock;
    this.#streams = new DocumentTable(database, "dynamodb_streams");
    database.exec(`
      CREATE TABLE IF NOT EXISTS dynamodb_stream_records (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, created_ms INTEGER NOT NULL,
        document TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS dynamodb_stream_order ON dynamodb_stream_records (stream, sequence)`);
    this.#statements = {
      add: database.prepare(
        "INSERT INTO dynamodb_stream_records (stream, created_ms, document) VALUES (?, ?, ?) RETURNING sequence",
      ),
      read: database.prepare(
        `SELECT sequence, created_ms AS createdMs, document FROM dynamodb_stream_records
         WHERE stream = ? AND sequence > ? AND created_ms >= ? ORDER BY sequence LIMIT ?`,
      ),
      first: database.prepare(
        `SELECT min(sequence) AS sequence FROM dynamodb_stream_records WHERE stream = ? AND created_ms >= ?`,
      ),
      last: database.prepare(
        "SELECT coalesce(max(seq), 0) AS sequence FROM sqlite_sequence WHERE name = 'dynamodb_stream_records'",
      ),
      trim: database.prepare("DELETE FROM dynamodb_stream_records WHERE created_ms < ?"),
    };
  }

  byArn(arn: string): Stream | undefined {
    const stream = this.#streams.get(arn);
    if (stream?.ended && stream.ended.atMs + retentionMs < this.#clock.now()) return undefined;
    return stream;
  }

  list(region: string, tableName?: string): Stream[] {
    return [...this.#streams.values()]
      .filter((stream) => this.byArn(stream.arn) !== undefined)
      .filter((stream) => stream.region === region)
      .filter((stream) => tableName === undefined || stream.tableName === tableName)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  /** Begins a stream for a table; its label is the time. */
  open(table: Table, viewType: StreamViewType): Stream {
    const nowMs = this.#clock.now();
    let label = new Date(nowMs).toISOString().replace("Z", "");
    // Two streams of a table within a millisecond, as on a clock that is held.
    for (let place = nowMs + 1; this.#streams.get(streamArn(table, label)); place++)
      label = new Date(place).toISOString().replace("Z", "");
    const stream: Stream = {
      arn: streamArn(table, label),
      label,
      region: table.region,
      tableName: table.name,
      viewType,
      keySchema: table.keySchema,
      shardId: `shardId-${String(nowMs).padStart(20, "0")}-${randomUUID().slice(0, 8)}`,
      createdMs: nowMs,
      startsAfter: this.lastSequence(),
    };
    this.#streams.set(stream.arn, stream);
    return stream;
  }

  close(arn: string): void {
    const stream = this.#streams.get(arn);
    if (!stream || stream.ended) return;
    const ended = { atMs: this.#clock.now(), lastSequence: this.lastSequence() };
    this.#streams.set(arn, { ...stream, ended });
    this.#wake(arn);
  }

  /** Records a change, where the table has a stream. Within the transaction that writes the item. */
  record(
    table: Table,
    before: Item | undefined,
    after: Item | undefined,
    userIdentity?: StreamRecord["userIdentity"],
  ): void {
    if (!table.stream) return;
    const { viewType, label } = table.stream;
    const keys = keyPart((after ?? before) as Item, keyOf(table));
    const showsNew = viewType === "NEW_IMAGE" || viewType === "NEW_AND_OLD_IMAGES";
    const showsOld = viewType === "OLD_IMAGE" || viewType === "NEW_AND_OLD_IMAGES";
    const images = [
      keys,
      ...(showsNew && after ? [after] : []),
      ...(showsOld && before ? [before] : []),
    ];
    const nowMs = this.#clock.now();
    const document: Omit<StreamRecord, "dynamodb"> & {
      dynamodb: Omit<StreamRecord["dynamodb"], "SequenceNumber">;
    } = {
      eventID: randomUUID().replaceAll("-", ""),
      eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: table.region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(nowMs / 1000),
        Keys: plainItem(keys),
        ...(showsNew && after && { NewImage: plainItem(after) }),
        ...(showsOld && before && { OldImage: plainItem(before) }),
        SizeBytes: images.reduce((sum, image) => sum + sizeOfItem(image), 0),
        StreamViewType: viewType,
      },
      ...(userIdentity && { userIdentity }),
    };
    const arn = streamArn(table, label);
    this.#statements.add.get(arn, nowMs, JSON.stringify(document));
    this.#trim(nowMs);
    this.#wake(arn);
  }

  /** Records behind a sequence number, oldest first. */
  read(arn: string, afterSequence: number, limit: number): SequencedRecord[] {
    const oldestMs = this.#clock.now() - retentionMs;
    const rows = this.#statements.read.all(arn, afterSequence, oldestMs, limit) as {
      sequence: number;
      createdMs: number;
      document: string;
    }[];
    return rows.map(({ sequence, createdMs, document }) => {
      const record = JSON.parse(document) as StreamRecord;
      const { SizeBytes, StreamViewType, ...rest } = record.dynamodb;
      const SequenceNumber = sequenceText(sequence);
      record.dynamodb = { ...rest, SequenceNumber, SizeBytes, StreamViewType };
      return { sequence, createdMs, record };
    });
  }

  /** The number before the oldest record that is still there. */
  horizon(arn: string): number {
    const row = this.#statements.first.get(arn, this.#clock.now() - retentionMs) as {
      sequence: number | null;
    };
    return row.sequence === null ? this.lastSequence() : row.sequence - 1;
  }

  /** The number of the newest record of any stream. */
  lastSequence(): number {
    return (this.#statements.last.get() as { sequence: number }).sequence;
  }

  /** Calls `wake` whenever there may be something to read, until the returned function is called. */
  onRecord(arn: string, wake: () => void): () => void {
    const listeners = this.#listeners.get(arn) ?? new Set();
    this.#listeners.set(arn, listeners.add(wake));
    return () => listeners.delete(wake);
  }

  /** After the transaction that is under way. */
  #wake(arn: string): void {
    queueMicrotask(() => {
      for (const wake of this.#listeners.get(arn) ?? []) wake();
    });
  }

  #trim(nowMs: number): void {
    if (nowMs < this.#trimmedMs + trimEveryMs) return;
    this.#trimmedMs = nowMs;
    this.#statements.trim.run(nowMs - retentionMs);
  }
}

/** 21 digits at least, as AWS's sequence numbers have. */
export const sequenceText = (sequence: number): string => `1${String(sequence).padStart(20, "0")}`;

export const readSequence = (text: string): number => Number(text.slice(1));
