import type {
  InvokeRequest,
  InvokeResult,
  PastInvocation,
  PastInvocationDetail,
} from "@/lib/model/invoke";
import { database, type StoreDatabase } from "./database";

export interface InvocationEntry {
  connectionId: string;
  functionName: string;
  summary: Omit<PastInvocation, "id">;
  request: InvokeRequest;
  result: InvokeResult;
}

const usualKeep = { entries: 50, bytes: 64 * 1024 * 1024 };

/** Keeps a call with its event and answer: the newest 50 of a function, and no more than 64 MB of them. */
export function recordInvocation(
  entry: InvocationEntry,
  store: StoreDatabase = database(),
  keep: { entries: number; bytes: number } = usualKeep,
): PastInvocation {
  const { connectionId, functionName, summary } = entry;
  const { lastInsertRowid } = store
    .prepare(
      `INSERT INTO invocation (connection_id, function_name, started_ms, request_json, summary_json, result_json)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(
      connectionId,
      functionName,
      summary.startedMs,
      JSON.stringify(entry.request),
      JSON.stringify(summary),
      JSON.stringify(entry.result),
    );
  store
    .prepare(
      `DELETE FROM invocation WHERE id IN (
         SELECT id FROM (
           SELECT id, row_number() OVER newest AS place,
             sum(length(request_json) + length(result_json)) OVER newest AS bytes
           FROM invocation WHERE connection_id = :connection AND function_name = :function
           WINDOW newest AS (ORDER BY id DESC)
         ) WHERE place > 1 AND (place > :entries OR bytes > :bytes))`,
    )
    .run({
      connection: connectionId,
      function: functionName,
      ...keep,
    });
  return { ...summary, id: Number(lastInsertRowid) };
}

/** A function's calls, newest first, without their bodies; with `text` those that hold it, in any case of letters. */
export function readInvocations(
  connectionId: string,
  functionName: string,
  store: StoreDatabase = database(),
  text = "",
): PastInvocation[] {
  const rows = store
    .prepare(
      `SELECT id, summary_json FROM invocation
       WHERE connection_id = :connection AND function_name = :function
         AND (:text = '' OR instr(lower(summary_json || request_json || result_json), lower(:text)) > 0)
       ORDER BY id DESC`,
    )
    .all({
      connection: connectionId,
      function: functionName,
      // Event and answer are kept as JSON strings.
      text: JSON.stringify(text).slice(1, -1),
    }) as { id: number; summary_json: string }[];
  return rows.map((row) => ({ ...(JSON.parse(row.summary_json) as PastInvocation), id: row.id }));
}

/** One call with its event and answer. */
export function readInvocation(
  connectionId: string,
  functionName: string,
  id: number,
  store: StoreDatabase = database(),
): PastInvocationDetail | undefined {
  const row = store
    .prepare(
      `SELECT summary_json, request_json, result_json FROM invocation
       WHERE id = ? AND connection_id = ? AND function_name = ?`,
    )
    .get(id, connectionId, functionName) as
    | { summary_json: string; request_json: string; result_json: string }
    | undefined;
  if (!row) return undefined;
  return {
    ...(JSON.parse(row.summary_json) as PastInvocation),
    id,
    request: JSON.parse(row.request_json) as InvokeRequest,
    result: JSON.parse(row.result_json) as InvokeResult,
  };
}

/** Forgets all calls of a function. */
export function clearInvocations(
  connectionId: string,
  functionName: string,
  store: StoreDatabase = database(),
): void {
  store
    .prepare("DELETE FROM invocation WHERE connection_id = ? AND function_name = ?")
    .run(connectionId, functionName);
}
