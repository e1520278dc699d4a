import { database, type StoreDatabase } from "./database";

interface Clock {
  store?: StoreDatabase;
  nowMs?: number;
}

/** A cached JSON value; undefined when there is none or it has expired. Check its shape. */
export function readCache(key: string, { store = database(), nowMs = Date.now() }: Clock = {}) {
  const row = store
    .prepare("SELECT value_json FROM cache WHERE key = ? AND expires_ms > ?")
    .get(key, nowMs);
  return row === undefined
    ? undefined
    : (JSON.parse((row as { value_json: string }).value_json) as unknown);
}

/** Keeps a JSON value for a while and drops what has expired. */
export function writeCache(
  key: string,
  value: unknown,
  lifetimeMs: number,
  { store = database(), nowMs = Date.now() }: Clock = {},
): void {
  store.prepare("DELETE FROM cache WHERE expires_ms <= ?").run(nowMs);
  store
    .prepare(
      `INSERT INTO cache (key, value_json, expires_ms) VALUES (:key, :value, :expires)
       ON CONFLICT (key) DO UPDATE SET value_json = :value, expires_ms = :expires`,
    )
    .run({ key, value: JSON.stringify(value), expires: nowMs + lifetimeMs });
}
