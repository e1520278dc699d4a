import type { EngineDatabase } from "../store/database.ts";
import { queueArn, type Queue } from "./queue.ts";

interface QueueRow {
  id: number;
  region: string;
  account_id: string;
  name: string;
  created_ms: number;
  modified_ms: number;
  purged_ms: number;
  attributes: string;
  tags: string;
}

const schema = `
CREATE TABLE IF NOT EXISTS sqs_queues (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  region TEXT NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  purged_ms INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  UNIQUE (region, name)
);
CREATE TABLE IF NOT EXISTS sqs_deleted_queues (arn TEXT PRIMARY KEY, deleted_ms INTEGER NOT NULL);`;

/** The queues themselves: rows in SQLite, all of them also in memory, keyed by ARN. */
export class QueueTable {
  private readonly queues = new Map<string, Queue>();
  private readonly statements;

  constructor(database: EngineDatabase) {
    database.exec(schema);
    this.statements = {
      insert: database.prepare(
        `INSERT INTO sqs_queues (region, account_id, name, created_ms, modified_ms, purged_ms, attributes, tags)
         VALUES (?, ?, ?, ?, ?, 0, ?, ?) RETURNING id`,
      ),
      update: database.prepare(
        "UPDATE sqs_queues SET modified_ms = ?, purged_ms = ?, attributes = ?, tags = ? WHERE id = ?",
      ),
      delete: database.prepare("DELETE FROM sqs_queues WHERE id = ?"),
      rememberDeleted: database.prepare("INSERT OR REPLACE INTO sqs_deleted_queues VALUES (?, ?)"),
      deletedMs: database.prepare("SELECT deleted_ms AS ms FROM sqs_deleted_queues WHERE arn = ?"),
    };
    for (const row of database.prepare("SELECT * FROM sqs_queues").all() as QueueRow[])
      this.keep({
        id: row.id,
        region: row.region,
        accountId: row.account_id,
        name: row.name,
        createdMs: row.created_ms,
        modifiedMs: row.modified_ms,
        purgedMs: row.purged_ms,
        attributes: JSON.parse(row.attributes) as Record<string, string>,
        tags: JSON.parse(row.tags) as Record<string, string>,
      });
  }

  byArn(arn: string): Queue | undefined {
    return this.queues.get(arn);
  }

  /** Queues of one region, or of all, by name. */
  list(region?: string): Queue[] {
    return [...this.queues.values()]
      .filter((queue) => region === undefined || queue.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  insert(
    queue: Pick<Queue, "region" | "accountId" | "name" | "attributes" | "tags">,
    nowMs: number,
  ): Queue {
    const { region, accountId, name, attributes, tags } = queue;
    const { id } = this.statements.insert.get(
      region,
      accountId,
      name,
      nowMs,
      nowMs,
      JSON.stringify(attributes),
      JSON.stringify(tags),
    ) as { id: number };
    return this.keep({ ...queue, id, createdMs: nowMs, modifiedMs: nowMs, purgedMs: 0 });
  }

  /** Stores what was changed on the queue object. */
  update(queue: Queue): void {
    this.statements.update.run(
      queue.modifiedMs,
      queue.purgedMs,
      JSON.stringify(queue.attributes),
      JSON.stringify(queue.tags),
      queue.id,
    );
  }

  delete(queue: Queue, nowMs: number): void {
    this.statements.delete.run(queue.id);
    this.statements.rememberDeleted.run(queue.arn, nowMs);
    this.queues.delete(queue.arn);
  }

  /** When the last queue of this ARN was deleted, or undefined. */
  deletedMs(arn: string): number | undefined {
    return (this.statements.deletedMs.get(arn) as { ms: number } | undefined)?.ms;
  }

  private keep(row: Omit<Queue, "arn" | "fifo">): Queue {
    const queue: Queue = {
      ...row,
      arn: queueArn(row.region, row.accountId, row.name),
      fifo: row.name.endsWith(".fifo"),
    };
    this.queues.set(queue.arn, queue);
    return queue;
  }
}
