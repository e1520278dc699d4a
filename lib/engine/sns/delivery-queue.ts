import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";

/** Something on its way to an HTTP address. */
export interface QueuedDelivery {
  id: number;
  subscriptionArn: string;
  kind: "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  url: string;
  headers: Record<string, string>;
  body: string;
  attempts: number;
}

interface Row extends Omit<QueuedDelivery, "headers"> {
  headers: string;
}

const attemptedTogether = 20;

/** What is to be posted: on disk from the publishing until it was taken or given up. */
export class DeliveryQueue {
  readonly #statements;
  readonly #running = new Set<number>();
  #cancel: (() => void) | undefined;
  #isOpen = false;

  constructor(
    database: EngineDatabase,
    private readonly clock: Clock,
    /** Tries once; when to try again, or undefined when that is over. */
    private readonly attempt: (delivery: QueuedDelivery) => Promise<number | undefined>,
  ) {
    database.exec(`CREATE TABLE IF NOT EXISTS sns_deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL,
      headers TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due_ms INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS sns_deliveries_due ON sns_deliveries (due_ms)`);
    this.#statements = {
      add: database.prepare(
        "INSERT INTO sns_deliveries (subscription, kind, url, headers, body, due_ms) VALUES (?, ?, ?, ?, ?, ?)",
      ),
      due: database.prepare(
        `SELECT id, subscription AS subscriptionArn, kind, url, headers, body, attempts FROM sns_deliveries
         WHERE due_ms <= ? ORDER BY due_ms, id LIMIT ?`,
      ),
      next: database.prepare("SELECT min(due_ms) AS due FROM sns_deliveries WHERE due_ms > ?"),
      again: database.prepare(
        "UPDATE sns_deliveries SET attempts = attempts + 1, due_ms = ? WHERE id = ?",
      ),
      remove: database.prepare("DELETE FROM sns_deliveries WHERE id = ?"),
    };
  }

  start(): void {
    this.#isOpen = true;
    this.#pump();
  }

  close(): void {
    this.#isOpen = false;
    this.#cancel?.();
  }

  add(delivery: Omit<QueuedDelivery, "id" | "attempts">): void {
    const { subscriptionArn, kind, url, headers, body } = delivery;
    const nowMs = this.clock.now();
    this.#statements.add.run(subscriptionArn, kind, url, JSON.stringify(headers), body, nowMs);
    queueMicrotask(() => this.#pump());
  }

  #pump(): void {
    if (!this.#isOpen) return;
    this.#cancel?.();
    const nowMs = this.clock.now();
    const rows = this.#statements.due.all(nowMs, attemptedTogether * 2) as Row[];
    const room = attemptedTogether - this.#running.size;
    for (const row of rows.filter(({ id }) => !this.#running.has(id)).slice(0, room))
      void this.#try({ ...row, headers: JSON.parse(row.headers) as Record<string, string> });
    const { due } = this.#statements.next.get(nowMs) as { due: number | null };
    this.#cancel = due === null ? undefined : this.clock.after(due - nowMs, () => this.#pump());
  }

  async #try(delivery: QueuedDelivery): Promise<void> {
    this.#running.add(delivery.id);
    try {
      const againMs = await this.attempt(delivery);
      // Closed meanwhile: it is tried again at the next start.
      if (!this.#isOpen) return;
      if (againMs === undefined) this.#statements.remove.run(delivery.id);
      else this.#statements.again.run(againMs, delivery.id);
    } finally {
      this.#running.delete(delivery.id);
      this.#pump();
    }
  }
}
