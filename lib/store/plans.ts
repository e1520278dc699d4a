import type { AppliedPlan, PlanStep } from "@/lib/model/concurrency-plan";
import { database, type StoreDatabase } from "./database";

/** Writes a plan down before anything of it is done; gives it with its id. */
export function addPlan(
  plan: Omit<AppliedPlan, "id">,
  store: StoreDatabase = database(),
): AppliedPlan {
  const { lastInsertRowid } = store
    .prepare(
      `INSERT INTO plan (connection_id, created_ms, finished_ms, state, try_minutes, returns_ms, steps_json)
       VALUES (:connection, :created, :finished, :state, :tryMinutes, :returns, :steps)`,
    )
    .run(columnsOf(plan));
  return { ...plan, id: Number(lastInsertRowid) };
}

/** Writes down where a plan stands. */
export function savePlan(plan: AppliedPlan, store: StoreDatabase = database()): void {
  const { finished, state, tryMinutes, returns, steps } = columnsOf(plan);
  store
    .prepare(
      `UPDATE plan SET finished_ms = :finished, state = :state, try_minutes = :tryMinutes,
         returns_ms = :returns, steps_json = :steps
       WHERE id = :id`,
    )
    .run({ finished, state, tryMinutes, returns, steps, id: plan.id });
}

export function readPlan(id: number, store: StoreDatabase = database()): AppliedPlan | undefined {
  const row = store.prepare("SELECT * FROM plan WHERE id = ?").get(id);
  return row ? planOf(row as PlanRow) : undefined;
}

/** Newest first; of every connection when none is named. */
export function readPlans(
  { connectionId, limit }: { connectionId?: string; limit: number },
  store: StoreDatabase = database(),
): AppliedPlan[] {
  const rows = store
    .prepare(
      `SELECT * FROM plan WHERE (:connection IS NULL OR connection_id = :connection)
       ORDER BY id DESC LIMIT :limit`,
    )
    .all({ connection: connectionId ?? null, limit });
  return (rows as PlanRow[]).map(planOf);
}

/** The plans that are not settled: under way, on trial, interrupted or stuck. */
export function readOpenPlans(store: StoreDatabase = database()): AppliedPlan[] {
  const rows = store
    .prepare(
      `SELECT * FROM plan
       WHERE state IN ('applying', 'undoing', 'trying', 'interrupted', 'stuck') ORDER BY id`,
    )
    .all();
  return (rows as PlanRow[]).map(planOf);
}

/**
 * Plans of a process that ended in the middle of them wait for the user. A trial that was on its way back goes on
 * by itself: that was allowed when it began.
 */
export function interruptPlans(store: StoreDatabase): void {
  store
    .prepare(
      `UPDATE plan SET state = CASE WHEN returns_ms IS NULL THEN 'interrupted' ELSE 'trying' END
       WHERE state IN ('applying', 'undoing')`,
    )
    .run();
}

interface PlanRow {
  id: number;
  connection_id: string;
  created_ms: number;
  finished_ms: number | null;
  state: AppliedPlan["state"];
  try_minutes: number | null;
  returns_ms: number | null;
  steps_json: string;
}

function columnsOf(plan: Omit<AppliedPlan, "id">) {
  const msOf = (iso: string | undefined) => (iso === undefined ? null : Date.parse(iso));
  return {
    connection: plan.connectionId,
    created: Date.parse(plan.createdAt),
    finished: msOf(plan.finishedAt),
    state: plan.state,
    tryMinutes: plan.tryMinutes ?? null,
    returns: msOf(plan.returnsAt),
    steps: JSON.stringify(plan.steps),
  };
}

function planOf(row: PlanRow): AppliedPlan {
  const isoOf = (ms: number | null) => (ms === null ? undefined : new Date(ms).toISOString());
  return {
    id: row.id,
    connectionId: row.connection_id,
    createdAt: new Date(row.created_ms).toISOString(),
    finishedAt: isoOf(row.finished_ms),
    state: row.state,
    tryMinutes: row.try_minutes ?? undefined,
    returnsAt: isoOf(row.returns_ms),
    steps: JSON.parse(row.steps_json) as PlanStep[],
  };
}
