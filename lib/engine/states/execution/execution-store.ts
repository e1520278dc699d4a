import type { EngineDatabase } from "../../store/database.ts";
import { DocumentTable } from "../../store/document-table.ts";
import type {
  Activity,
  Alias,
  Execution,
  HistoryEvent,
  MapRun,
  StateMachine,
  Version,
} from "./execution.ts";

/** State machines, activities, executions with their histories, and the steps of those that run. */
export class ExecutionStore {
  readonly machines: DocumentTable<StateMachine>;
  readonly versions: DocumentTable<Version>;
  readonly aliases: DocumentTable<Alias>;
  readonly activities: DocumentTable<Activity>;
  readonly mapRuns: DocumentTable<MapRun>;
  readonly #put;
  readonly #get;
  readonly #list;
  readonly #running;
  readonly #expire;
  readonly #addEvent;
  readonly #events;
  readonly #putStep;
  readonly #getStep;
  readonly #dropSteps;
  readonly #dropOpenSteps;

  constructor(database: EngineDatabase) {
    this.machines = new DocumentTable(database, "states_machines");
    this.versions = new DocumentTable(database, "states_versions");
    this.aliases = new DocumentTable(database, "states_aliases");
    this.mapRuns = new DocumentTable(database, "states_map_runs");
    this.activities = new DocumentTable(database, "states_activities");
    database.exec(`
      CREATE TABLE IF NOT EXISTS states_executions (
        arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, status TEXT NOT NULL,
        started_ms INTEGER NOT NULL, document TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS states_executions_by_machine
        ON states_executions (machine_arn, started_ms DESC);
      CREATE TABLE IF NOT EXISTS states_history (
        execution_arn TEXT NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL, event TEXT NOT NULL,
        PRIMARY KEY (execution_arn, id)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS states_steps (
        execution_arn TEXT NOT NULL, key TEXT NOT NULL, result TEXT NOT NULL,
        PRIMARY KEY (execution_arn, key)
      ) WITHOUT ROWID`);
    this.#put = database.prepare("INSERT OR REPLACE INTO states_executions VALUES (?, ?, ?, ?, ?)");
    this.#get = database.prepare("SELECT document FROM states_executions WHERE arn = ?");
    this.#list = database.prepare(
      `SELECT document FROM states_executions WHERE machine_arn = ? ORDER BY started_ms DESC, arn`,
    );
    this.#running = database.prepare(
      "SELECT document FROM states_executions WHERE status = 'RUNNING' ORDER BY started_ms",
    );
    this.#expire = [
      "DELETE FROM states_steps WHERE execution_arn IN (SELECT arn FROM states_executions WHERE status <> 'RUNNING' AND started_ms < ?)",
      "DELETE FROM states_history WHERE execution_arn IN (SELECT arn FROM states_executions WHERE status <> 'RUNNING' AND started_ms < ?)",
      "DELETE FROM states_executions WHERE status <> 'RUNNING' AND started_ms < ?",
    ].map((sql) => database.prepare(sql));
    this.#addEvent = database.prepare("INSERT OR IGNORE INTO states_history VALUES (?, ?, ?, ?)");
    this.#events = database.prepare(
      "SELECT key, event FROM states_history WHERE execution_arn = ? ORDER BY id",
    );
    this.#putStep = database.prepare("INSERT OR REPLACE INTO states_steps VALUES (?, ?, ?)");
    this.#getStep = database.prepare(
      "SELECT result FROM states_steps WHERE execution_arn = ? AND key = ?",
    );
    this.#dropOpenSteps = database.prepare(
      `DELETE FROM states_steps AS open WHERE execution_arn = ?
         AND (key LIKE '%/submitted' OR key LIKE '%/started')
         AND NOT EXISTS (SELECT 1 FROM states_steps AS answer
           WHERE answer.execution_arn = open.execution_arn
             AND open.key IN (answer.key || '/submitted', answer.key || '/started'))`,
    );
    this.#dropSteps = database.prepare("DELETE FROM states_steps WHERE execution_arn = ?");
  }

  /** A machine's versions, the latest first. */
  versionsOf(machineArn: string): Version[] {
    return [...this.versions.values()]
      .filter(({ machine }) => machine.arn === machineArn)
      .sort((one, other) => other.number - one.number);
  }

  /** A machine's aliases by name. */
  aliasesOf(machineArn: string): Alias[] {
    return [...this.aliases.values()]
      .filter((alias) => alias.machineArn === machineArn)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Keeps an execution; of one that needs them no more the steps are forgotten. */
  put(execution: Execution): void {
    const { arn, machine, status, startedMs } = execution;
    this.#put.run(arn, machine.arn, status, startedMs, JSON.stringify(execution));
    // The others may be redriven.
    if (status === "SUCCEEDED") this.#dropSteps.run(arn);
  }

  find(arn: string): Execution | undefined {
    const row = this.#get.get(arn) as { document: string } | undefined;
    return row && (JSON.parse(row.document) as Execution);
  }

  /** A machine's executions, newest first. */
  list(machineArn: string): Execution[] {
    return documents(this.#list.all(machineArn));
  }

  /** Forgets that somebody was told of tasks that have no answer: they are told again. */
  dropOpenSteps(arn: string): void {
    this.#dropOpenSteps.run(arn);
  }

  running(): Execution[] {
    return documents(this.#running.all());
  }

  /** Forgets executions that began before then and have ended. */
  expire(beforeMs: number): void {
    for (const statement of this.#expire) statement.run(beforeMs);
    for (const { arn, status, startedMs } of this.mapRuns.values())
      if (status !== "RUNNING" && startedMs < beforeMs) this.mapRuns.delete(arn);
  }

  /** What has been recorded of a run; `add` writes through. */
  recorder(arn: string): Recorder {
    const rows = this.#events.all(arn) as { key: string; event: string }[];
    const known = new Map(
      rows.map(({ key, event }) => [key, JSON.parse(event) as HistoryEvent] as const),
    );
    return {
      events: known,
      addEvent: (key, event) => {
        known.set(key, event);
        this.#addEvent.run(arn, key, event.id, JSON.stringify(event));
      },
      step: (key) => {
        const row = this.#getStep.get(arn, key) as { result: string } | undefined;
        return row && (JSON.parse(row.result) as unknown);
      },
      putStep: (key, result) => void this.#putStep.run(arn, key, JSON.stringify(result)),
    };
  }

  history(arn: string): HistoryEvent[] {
    return (this.#events.all(arn) as { event: string }[]).map(
      ({ event }) => JSON.parse(event) as HistoryEvent,
    );
  }
}

/** The memory of one run: what is in it happened before, and is not done again. */
export interface Recorder {
  /** Events by what they tell of. */
  events: ReadonlyMap<string, HistoryEvent>;
  addEvent(key: string, event: HistoryEvent): void;
  step(key: string): unknown;
  putStep(key: string, result: unknown): void;
}

/** Of an express execution nothing is kept. */
export function recorderInMemory(): Recorder {
  const events = new Map<string, HistoryEvent>();
  const steps = new Map<string, unknown>();
  return {
    events,
    addEvent: (key, event) => void events.set(key, event),
    step: (key) => steps.get(key),
    putStep: (key, result) => void steps.set(key, result),
  };
}

const documents = (rows: unknown[]): Execution[] =>
  (rows as { document: string }[]).map(({ document }) => JSON.parse(document) as Execution);
