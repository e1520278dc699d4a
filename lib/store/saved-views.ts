import type { SavedView } from "@/lib/model/saved-view";
import { database, type StoreDatabase } from "./database";

/** The views kept for a log group and those for every group, by name. They are shared by all connections. */
export function readSavedViews(group: string, store: StoreDatabase = database()): SavedView[] {
  const rows = store
    .prepare(
      `SELECT id, name, log_group, mode, params, saved_ms AS savedMs FROM saved_view
       WHERE log_group IN ('', ?) ORDER BY name COLLATE NOCASE, id`,
    )
    .all(group) as (Omit<SavedView, "group"> & { log_group: string })[];
  return rows.map(({ log_group, ...view }) => ({
    ...view,
    ...(log_group !== "" && { group: log_group }),
  }));
}

/** Keeps a view, in place of an earlier one of that name, mode and group. */
export function saveView(view: Omit<SavedView, "id">, store: StoreDatabase = database()): void {
  store
    .prepare(
      `INSERT INTO saved_view (log_group, mode, name, params, saved_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (log_group, mode, name)
       DO UPDATE SET params = excluded.params, saved_ms = excluded.saved_ms`,
    )
    .run(view.group ?? "", view.mode, view.name, view.params, view.savedMs);
}

/** Whether there was such a view. */
export function deleteView(id: number, store: StoreDatabase = database()): boolean {
  return store.prepare("DELETE FROM saved_view WHERE id = ?").run(id).changes > 0;
}
