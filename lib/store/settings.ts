import { database, type StoreDatabase } from "./database";

/** A value the user has chosen, kept over restarts; undefined when never chosen. Check its shape. */
export function readSetting(name: string, store: StoreDatabase = database()): unknown {
  const row = store.prepare("SELECT value_json FROM setting WHERE name = ?").get(name);
  return row === undefined
    ? undefined
    : (JSON.parse((row as { value_json: string }).value_json) as unknown);
}

/** Keeps a JSON value under a name; undefined forgets it. */
export function saveSetting(name: string, value: unknown, store: StoreDatabase = database()): void {
  if (value === undefined) store.prepare("DELETE FROM setting WHERE name = ?").run(name);
  else
    store
      .prepare(
        `INSERT INTO setting (name, value_json) VALUES (:name, :value)
         ON CONFLICT (name) DO UPDATE SET value_json = :value`,
      )
      .run({ name, value: JSON.stringify(value) });
}
