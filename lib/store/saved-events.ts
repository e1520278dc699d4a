import type { SavedEvent } from "@/lib/model/saved-event";
import { database, type StoreDatabase } from "./database";

/** The events kept for a function, by name. They are shared by all connections: the same code runs there. */
export function readSavedEvents(
  functionName: string,
  store: StoreDatabase = database(),
): SavedEvent[] {
  return store
    .prepare(
      "SELECT name, body, saved_ms AS savedMs FROM saved_event WHERE function_name = ? ORDER BY name COLLATE NOCASE",
    )
    .all(functionName) as SavedEvent[];
}

/** Keeps an event under its name, in place of an earlier one of that name. */
export function saveEvent(
  functionName: string,
  event: SavedEvent,
  store: StoreDatabase = database(),
): void {
  store
    .prepare(
      `INSERT INTO saved_event (function_name, name, body, saved_ms) VALUES (?, ?, ?, ?)
       ON CONFLICT (function_name, name) DO UPDATE SET body = excluded.body, saved_ms = excluded.saved_ms`,
    )
    .run(functionName, event.name, event.body, event.savedMs);
}

/** `missing`: there is no such event; `taken`: another one has the new name. Nothing is changed then. */
export function renameSavedEvent(
  functionName: string,
  from: string,
  to: string,
  store: StoreDatabase = database(),
): "renamed" | "missing" | "taken" {
  const names = readSavedEvents(functionName, store).map(({ name }) => name);
  if (!names.includes(from)) return "missing";
  if (from !== to && names.includes(to)) return "taken";
  store
    .prepare("UPDATE saved_event SET name = ? WHERE function_name = ? AND name = ?")
    .run(to, functionName, from);
  return "renamed";
}

/** Whether there was such an event. */
export function deleteSavedEvent(
  functionName: string,
  name: string,
  store: StoreDatabase = database(),
): boolean {
  return (
    store
      .prepare("DELETE FROM saved_event WHERE function_name = ? AND name = ?")
      .run(functionName, name).changes > 0
  );
}
