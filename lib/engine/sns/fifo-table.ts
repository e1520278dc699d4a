import type { EngineDatabase } from "../store/database.ts";

const rememberedMs = 5 * 60_000;

/** Messages of FIFO topics: their order, and which of them came within five minutes. */
export class FifoTable {
  readonly #statements;

  constructor(database: EngineDatabase) {
    database.exec(`CREATE TABLE IF NOT EXISTS sns_fifo_messages (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL,
      message_id TEXT NOT NULL, expires_ms INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS sns_fifo_keys ON sns_fifo_messages (topic, key)`);
    this.#statements = {
      find: database.prepare(
        `SELECT sequence, message_id AS messageId FROM sns_fifo_messages
         WHERE topic = ? AND key = ? AND expires_ms > ? ORDER BY sequence DESC LIMIT 1`,
      ),
      add: database.prepare(
        "INSERT INTO sns_fifo_messages (topic, key, message_id, expires_ms) VALUES (?, ?, ?, ?) RETURNING sequence",
      ),
      expire: database.prepare("DELETE FROM sns_fifo_messages WHERE expires_ms <= ?"),
    };
  }

  /** The message that came before under the same key. */
  find(
    topic: string,
    key: string,
    nowMs: number,
  ): { messageId: string; sequenceNumber: string } | undefined {
    const row = this.#statements.find.get(topic, key, nowMs) as
      | { sequence: number; messageId: string }
      | undefined;
    return row && { messageId: row.messageId, sequenceNumber: sequenceText(row.sequence) };
  }

  /** Remembers a message; its number. */
  add(topic: string, key: string, messageId: string, nowMs: number): string {
    this.#statements.expire.run(nowMs);
    const row = this.#statements.add.get(topic, key, messageId, nowMs + rememberedMs);
    return sequenceText((row as { sequence: number }).sequence);
  }
}

/** 20 digits, as AWS's. */
const sequenceText = (sequence: number): string => `1${String(sequence).padStart(19, "0")}`;
