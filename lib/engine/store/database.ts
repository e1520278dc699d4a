import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { StartError } from "../start-error.ts";
import { makeFolder } from "./make-folder.ts";

export type EngineDatabase = Database.Database;

/** Raised when an older engine could no longer read what a newer one has written. */
const storeVersion = 1;
/** Checked through within some 50 ms; a larger file tells of damage where it is read. */
const checkedBytes = 32 * 1024 * 1024;

export function databaseFile(homeDir: string): string {
  return join(homeDir, "engine.sqlite");
}

/**
 * Opens the engine's one SQLite file in its home folder. Write-ahead logging keeps every acknowledged
 * write through a kill -9. Each room creates its own tables with `CREATE TABLE IF NOT EXISTS`. A file
 * that cannot be read, or that a newer engine has written, is left as it is: throws StartError.
 */
export function openDatabase(homeDir: string): EngineDatabase {
  makeFolder(homeDir);
  const file = databaseFile(homeDir);
  if (existsSync(file) && !statSync(file).isFile()) throw refused(homeDir, `${file} is not a file`);
  let database: EngineDatabase | undefined;
  try {
    database = new Database(file);
    const version = versionOf(database);
    if (version > storeVersion)
      throw new StartError(
        `The data folder ${homeDir} was written by a newer Lambdeck (store version ${version}; this one knows ${storeVersion}). Update Lambdeck, or choose another folder with --home. Nothing was changed.`,
      );
    const damage = statSync(file).size > checkedBytes ? undefined : damageOf(database);
    if (damage) throw refused(homeDir, damage);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("busy_timeout = 5000");
    if (version < storeVersion) database.pragma(`user_version = ${storeVersion}`);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StartError) throw error;
    throw refused(homeDir, error instanceof Error ? error.message : String(error));
  }
}

function versionOf(database: EngineDatabase): number {
  const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
  return row.user_version;
}

function damageOf(database: EngineDatabase): string | undefined {
  const row = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
  return row.quick_check === "ok" ? undefined : row.quick_check;
}

function refused(homeDir: string, reason: string): StartError {
  const detail = reason.replace(/\s+/g, " ").trim();
  return new StartError(
    `The engine cannot use its database ${databaseFile(homeDir)}: ${detail}. Nothing was changed. To start anew, move the folder away (mv ${homeDir} ${homeDir}.old), or choose another one with --home.`,
  );
}
