import { chmodSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { makeFolder } from "./make-folder";
import { processWide } from "./process-wide";

export type StoreDatabase = Database.Database;

/** The folder that holds everything Lambdeck keeps: `LAMBDECK_HOME`, else `~/.lambdeck`. */
export function homeDir(): string {
  return process.env.LAMBDECK_HOME || join(homedir(), ".lambdeck");
}

/** The dashboard's one SQLite file, opened at first use. Only its owner can read it. */
export function database(): StoreDatabase {
  return processWide("database", () => openStore(homeDir()));
}

/** Opens (and where needed creates) the store in a folder. Throws when it cannot be written. */
export function openStore(folder: string): StoreDatabase {
  makeFolder(folder);
  const file = join(folder, "lambdeck.sqlite");
  const store = new Database(file);
  chmodSync(file, 0o600);
  store.pragma("journal_mode = WAL");
  store.pragma("synchronous = FULL");
  store.pragma("busy_timeout = 5000");
  store.exec(tables);
  return store;
}

// Times are milliseconds since 1970; the columns named *_json hold JSON.
const tables = `
  CREATE TABLE IF NOT EXISTS change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_ms INTEGER NOT NULL,
    finished_ms INTEGER,
    connection_id TEXT NOT NULL,
    function_name TEXT,
    outcome TEXT NOT NULL,
    undone_by INTEGER,
    entry_json TEXT NOT NULL,
    answer_json TEXT,
    problem_json TEXT
  );
  CREATE INDEX IF NOT EXISTS change_by_function ON change (connection_id, function_name, id);
  CREATE TABLE IF NOT EXISTS plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    finished_ms INTEGER,
    state TEXT NOT NULL,
    try_minutes INTEGER,
    returns_ms INTEGER,
    steps_json TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS plan_by_connection ON plan (connection_id, id);
  CREATE TABLE IF NOT EXISTS saved_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    function_name TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    UNIQUE (function_name, name)
  );
  CREATE TABLE IF NOT EXISTS saved_view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    log_group TEXT NOT NULL,
    mode TEXT NOT NULL,
    name TEXT NOT NULL,
    params TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    UNIQUE (log_group, mode, name)
  );
  CREATE TABLE IF NOT EXISTS invocation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id TEXT NOT NULL,
    function_name TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    request_json TEXT NOT NULL,
    summary_json TEXT NOT NULL,
    result_json TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS invocation_by_function ON invocation (connection_id, function_name, id);
  CREATE TABLE IF NOT EXISTS endpoint (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    region TEXT NOT NULL,
    profile TEXT
  );
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value_json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS api_use (
    connection_id TEXT NOT NULL,
    day TEXT NOT NULL,
    item TEXT NOT NULL,
    amount REAL NOT NULL,
    PRIMARY KEY (connection_id, day, item)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS traffic_day (
    connection_id TEXT NOT NULL,
    function_name TEXT NOT NULL,
    day INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    minutes BLOB NOT NULL,
    PRIMARY KEY (connection_id, function_name, day)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS traffic_day_by_age ON traffic_day (day);
  CREATE TABLE IF NOT EXISTS traffic_figure (
    connection_id TEXT NOT NULL,
    function_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    read_ms INTEGER NOT NULL,
    value_json TEXT NOT NULL,
    PRIMARY KEY (connection_id, function_name, kind)
  ) WITHOUT ROWID;
`;
