import type { EngineDatabase } from "./database.ts";

/** Gives a table of a home that an earlier version made a column it did not have then. */
export function addColumn(database: EngineDatabase, table: string, column: string): void {
  const [name] = column.split(" ");
  const known = database
    .prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?")
    .get(table, name);
  if (!known) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
}
