import { join } from "node:path";
import Database from "libsql";
import { makeFolder } from "./make-folder.ts";

export type EngineDatabase = Database.Database;

/**
 * Opens the engine's one SQLite file in its home folder. Write-ahead logging keeps every acknowledged
 * write through a kill -9. Each room creates its own tables with `CREATE TABLE IF NOT EXISTS`.
 */
export function openDatabase(homeDir: string): EngineDatabase {
  makeFolder(homeDir);
  const database = new Database(join(homeDir, "engine.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.pragma("busy_timeout = 5000");
  return database;
}
