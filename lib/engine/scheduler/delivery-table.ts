import type { Target } from "@aws-sdk/client-scheduler";
import type { EngineDatabase } from "../store/database.ts";

/** A time of a schedule that has come, until its target has taken it or it was given up. */
export interface Delivery {
  id: number;
  scheduleArn: string;
  groupName: string;
  region: string;
  accountId: string;
  target: Target;
  scheduledMs: number;
  dueSinceMs: number;
  executionId: string;
  /** Attempts that failed. */
  attempts: number;
}

interface Row {
  id: number;
  document: string;
  attempts: number;
}

export class DeliveryTable {
  readonly #statements;

  constructor(database: EngineDatabase) {
    database.exec(`CREATE TABLE IF NOT EXISTS scheduler_deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
      due_ms INTEGER NOT NULL)`);
    this.#statements = {
      add: database.prepare("INSERT INTO scheduler_deliveries (document, due_ms) VALUES (?, ?)"),
      due: database.prepare(
        "SELECT id, document, attempts FROM scheduler_deliveries WHERE due_ms <= ? ORDER BY due_ms, id LIMIT 100",
      ),
      next: database.prepare(
        "SELECT min(due_ms) AS due FROM scheduler_deliveries WHERE due_ms > ?",
      ),
      again: database.prepare(
        "UPDATE scheduler_deliveries SET attempts = attempts + 1, due_ms = ? WHERE id = ?",
      ),
      remove: database.prepare("DELETE FROM scheduler_deliveries WHERE id = ?"),
    };
  }

  add(delivery: Omit<Delivery, "id" | "attempts">): void {
    this.#statements.add.run(JSON.stringify(delivery), delivery.dueSinceMs);
  }

  due(nowMs: number): Delivery[] {
    return (this.#statements.due.all(nowMs) as Row[]).map(({ id, document, attempts }) => ({
      ...(JSON.parse(document) as Omit<Delivery, "id" | "attempts">),
      id,
      attempts,
    }));
  }

  /** When the next one is due that is not due yet. */
  nextDueMs(nowMs: number): number {
    const { due } = this.#statements.next.get(nowMs) as { due: number | null };
    return due ?? Infinity;
  }

  again({ id }: Delivery, dueMs: number): void {
    this.#statements.again.run(dueMs, id);
  }

  remove({ id }: Delivery): void {
    this.#statements.remove.run(id);
  }
}
