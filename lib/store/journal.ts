import type { Change, CloudCall, Undo } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { database, type StoreDatabase } from "./database";
import { maskSecrets } from "./mask-secrets";
import { fromStoredJson, toStoredJson } from "./stored-json";

export interface Intent<T> {
  connection: Connection;
  functionName?: string;
  kind: string;
  title: string;
  before: unknown;
  after: unknown;
  /** What is sent. Its input is also what an undo compares with AWS's state before it acts. */
  call: CloudCall;
  /** How to take it back; a function when that depends on AWS's answer (an id it gave). Absent: no undo. */
  undo?: Undo | ((result: T) => Undo);
  /** The change this one takes back. */
  undoes?: number;
}

/**
 * Runs one write with a line in the journal before it and its outcome after it. When the line cannot be
 * written nothing is sent. What `act` throws is written down and thrown on. The change it gives has its
 * secrets masked: it goes to the browser.
 */
export async function journalled<T>(
  intent: Intent<T>,
  act: () => Promise<T>,
  { store = database, now = Date.now }: { store?: () => StoreDatabase; now?: () => number } = {},
): Promise<{ change: Change; result: T }> {
  const { connection, undo, undoes } = intent;
  const entry: Entry = {
    who: connection.callerArn ?? connection.profile ?? connection.label,
    connectionLabel: connection.label,
    region: connection.region,
    accountId: connection.accountId,
    kind: intent.kind,
    title: intent.title,
    before: intent.before,
    after: intent.after,
    call: intent.call,
    undo: typeof undo === "object" ? undo : { impossible: "This change has no way back." },
    undoes,
  };
  const { database: opened, id } = writeIntent(intent, entry, store, now());
  const finish = (outcome: "done" | "failed", answer: unknown, problem?: Problem) => {
    opened
      .prepare(
        `UPDATE change SET finished_ms = ?, outcome = ?, answer_json = ?, problem_json = ?, entry_json = ?
         WHERE id = ?`,
      )
      .run(
        now(),
        outcome,
        toStoredJson(withoutMetadata(answer)),
        problem ? JSON.stringify(problem) : null,
        toStoredJson(entry),
        id,
      );
  };
  let result: T;
  try {
    result = await act();
  } catch (error) {
    entry.awsRequestId = awsRequestIdOf(error);
    finish("failed", null, problemOf(error));
    throw error;
  }
  entry.awsRequestId = awsRequestIdOf(result);
  if (typeof undo === "function") entry.undo = undo(result);
  finish("done", result);
  if (undoes !== undefined)
    opened.prepare("UPDATE change SET undone_by = ? WHERE id = ?").run(id, undoes);
  return { change: maskSecrets(readChange(id, opened)!), result };
}

/** Entries of a process that ended before their answer came: their outcome is not known. */
export function settleInterrupted(store: StoreDatabase): number {
  return store.prepare("UPDATE change SET outcome = 'unknown' WHERE outcome = 'intended'").run()
    .changes;
}

export interface ChangeFilter {
  connectionId?: string;
  functionName?: string;
  /** Only entries older than this id: the cursor of the next page. */
  beforeId?: number;
  limit: number;
}

/** Newest first. The entries hold secrets as they were sent; mask them before they leave the server. */
export function readChanges(filter: ChangeFilter, store: StoreDatabase = database()): Change[] {
  const rows = store
    .prepare(
      `SELECT * FROM change
       WHERE (:connection IS NULL OR connection_id = :connection)
         AND (:function IS NULL OR function_name = :function)
         AND (:before IS NULL OR id < :before)
       ORDER BY id DESC LIMIT :limit`,
    )
    .all({
      connection: filter.connectionId ?? null,
      function: filter.functionName ?? null,
      before: filter.beforeId ?? null,
      limit: filter.limit,
    });
  return (rows as ChangeRow[]).map(changeOf);
}

export function readChange(id: number, store: StoreDatabase = database()): Change | undefined {
  const row = store.prepare("SELECT * FROM change WHERE id = ?").get(id);
  return row ? changeOf(row as ChangeRow) : undefined;
}

type Entry = Omit<
  Change,
  | "id"
  | "startedAt"
  | "finishedAt"
  | "connectionId"
  | "functionName"
  | "outcome"
  | "answer"
  | "problem"
  | "undoneBy"
>;

interface ChangeRow {
  id: number;
  started_ms: number;
  finished_ms: number | null;
  connection_id: string;
  function_name: string | null;
  outcome: Change["outcome"];
  undone_by: number | null;
  entry_json: string;
  answer_json: string | null;
  problem_json: string | null;
}

function writeIntent<T>(
  intent: Intent<T>,
  entry: Entry,
  store: () => StoreDatabase,
  nowMs: number,
): { database: StoreDatabase; id: number } {
  try {
    const opened = store();
    const { lastInsertRowid } = opened
      .prepare(
        `INSERT INTO change (started_ms, connection_id, function_name, outcome, entry_json)
         VALUES (?, ?, ?, 'intended', ?)`,
      )
      .run(nowMs, intent.connection.id, intent.functionName ?? null, toStoredJson(entry));
    return { database: opened, id: Number(lastInsertRowid) };
  } catch (error) {
    throw new ProblemError(
      {
        kind: "unexpected",
        title: "Nothing was changed",
        detail: `The journal cannot be written, and no change is made without it: ${messageOf(error)}`,
        action: "Free disk space or make the data folder writable, then try again.",
      },
      { cause: error },
    );
  }
}

function changeOf(row: ChangeRow): Change {
  return {
    ...(fromStoredJson(row.entry_json) as Entry),
    id: row.id,
    startedAt: new Date(row.started_ms).toISOString(),
    finishedAt: row.finished_ms === null ? undefined : new Date(row.finished_ms).toISOString(),
    connectionId: row.connection_id,
    functionName: row.function_name ?? undefined,
    outcome: row.outcome,
    undoneBy: row.undone_by ?? undefined,
    answer: row.answer_json === null ? undefined : fromStoredJson(row.answer_json),
    problem: row.problem_json === null ? undefined : (JSON.parse(row.problem_json) as Problem),
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { kind: "unexpected", title: "The call failed", detail: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The id AWS gave the call: in the metadata of an answer, or of the error behind a problem. */
function awsRequestIdOf(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const { $metadata, cause } = given as { $metadata?: { requestId?: string }; cause?: unknown };
  return $metadata?.requestId ?? awsRequestIdOf(cause);
}

function withoutMetadata(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null || !("$metadata" in answer)) return answer;
  const { $metadata: _, ...rest } = answer;
  return rest;
}
