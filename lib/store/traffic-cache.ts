import { deflateRawSync, inflateRawSync } from "node:zlib";
import { database, type StoreDatabase } from "./database";

/** Minutes of one function that are over: what CloudWatch says of them does not change any more. */
export interface KnownMinutes {
  fromMs: number;
  untilMs: number;
  /** One array for each metric, one value for each minute. */
  columns: Float32Array[];
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** CloudWatch keeps minutes this long. */
const keptDays = 15;

interface DayRow {
  day: number;
  from_ms: number;
  until_ms: number;
  minutes: Buffer;
}

/**
 * What is known of a function in the days that a span touches, as far as it hangs together up to the newest
 * minute known; undefined: nothing. `columnCount`: how many metrics there are.
 */
export function readMinutes(
  connectionId: string,
  functionName: string,
  span: { startMs: number; endMs: number },
  columnCount: number,
  store: StoreDatabase = database(),
): KnownMinutes | undefined {
  const rows = store
    .prepare(
      `SELECT day, from_ms, until_ms, minutes FROM traffic_day
       WHERE connection_id = ? AND function_name = ? AND day >= ? AND day <= ? ORDER BY day DESC`,
    )
    .all(
      connectionId,
      functionName,
      Math.floor(span.startMs / dayMs),
      Math.floor((span.endMs - 1) / dayMs),
    ) as DayRow[];
  const joined: DayRow[] = [];
  for (const row of rows) {
    if (joined.length > 0 && row.until_ms !== joined.at(-1)!.from_ms) break;
    joined.push(row);
  }
  if (joined.length === 0) return undefined;
  const fromMs = joined.at(-1)!.from_ms;
  const untilMs = joined[0]!.until_ms;
  const columns = emptyColumns(columnCount, (untilMs - fromMs) / minuteMs);
  for (const row of joined) {
    const values = unpack(row.minutes);
    const length = values.length / columnCount;
    columns.forEach((column, index) =>
      column.set(
        values.subarray(index * length, (index + 1) * length),
        (row.from_ms - fromMs) / minuteMs,
      ),
    );
  }
  return { fromMs, untilMs, columns };
}

/** Keeps minutes of functions, in place of what was kept of these days, and drops what is older than 15 days. */
export function keepMinutes(
  connectionId: string,
  known: ReadonlyMap<string, KnownMinutes>,
  nowMs: number,
  store: StoreDatabase = database(),
): void {
  const insert = store.prepare(
    `INSERT OR REPLACE INTO traffic_day (connection_id, function_name, day, from_ms, until_ms, minutes)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  store.transaction(() => {
    for (const [functionName, { fromMs, untilMs, columns }] of known)
      for (let day = Math.floor(fromMs / dayMs); day * dayMs < untilMs; day++) {
        const begin = Math.max(fromMs, day * dayMs);
        const end = Math.min(untilMs, (day + 1) * dayMs);
        const part = columns.map((column) =>
          column.subarray((begin - fromMs) / minuteMs, (end - fromMs) / minuteMs),
        );
        insert.run(connectionId, functionName, day, begin, end, pack(part));
      }
    store
      .prepare("DELETE FROM traffic_day WHERE day < ?")
      .run(Math.floor(nowMs / dayMs) - keptDays);
  })();
}

/** A figure about a function that was read at most so long ago; undefined: there is none. Check its shape. */
export function readFigure(
  connectionId: string,
  functionName: string,
  kind: string,
  notBeforeMs: number,
  store: StoreDatabase = database(),
): unknown {
  const row = store
    .prepare(
      `SELECT value_json FROM traffic_figure
       WHERE connection_id = ? AND function_name = ? AND kind = ? AND read_ms >= ?`,
    )
    .get(connectionId, functionName, kind, notBeforeMs) as { value_json: string } | undefined;
  return row && (JSON.parse(row.value_json) as unknown);
}

/** Keeps figures of one kind by function name, and drops those that nobody renewed for 15 days. */
export function keepFigures(
  connectionId: string,
  kind: string,
  values: ReadonlyMap<string, unknown>,
  nowMs: number,
  store: StoreDatabase = database(),
): void {
  const insert = store.prepare(
    `INSERT OR REPLACE INTO traffic_figure (connection_id, function_name, kind, read_ms, value_json)
     VALUES (?, ?, ?, ?, ?)`,
  );
  store.transaction(() => {
    for (const [functionName, value] of values)
      insert.run(connectionId, functionName, kind, nowMs, JSON.stringify(value));
    store.prepare("DELETE FROM traffic_figure WHERE read_ms < ?").run(nowMs - keptDays * dayMs);
  })();
}

function emptyColumns(count: number, length: number): Float32Array[] {
  return Array.from({ length: count }, () => new Float32Array(length));
}

/** Quiet minutes are zeros, of which little remains. */
function pack(columns: readonly Float32Array[]): Buffer {
  const length = columns[0]?.length ?? 0;
  const values = new Float32Array(columns.length * length);
  columns.forEach((column, index) => values.set(column, index * length));
  return deflateRawSync(new Uint8Array(values.buffer), { level: 1 });
}

function unpack(bytes: Buffer): Float32Array {
  const values = inflateRawSync(bytes);
  return new Float32Array(
    values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength),
  );
}
