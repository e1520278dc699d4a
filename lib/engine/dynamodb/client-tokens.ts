import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { ServiceError } from "../http/service.ts";

/** DynamoDB remembers a transaction's token for ten minutes. */
const lifetimeMs = 10 * 60_000;

/** Tokens of transactions: one that comes again does nothing again. */
export class ClientTokens {
  readonly #clock: Clock;
  readonly #statements;

  constructor(database: EngineDatabase, clock: Clock) {
    this.#clock = clock;
    database.exec(`CREATE TABLE IF NOT EXISTS dynamodb_client_tokens (
      token TEXT PRIMARY KEY, request TEXT NOT NULL, used_ms INTEGER NOT NULL) WITHOUT ROWID`);
    this.#statements = {
      find: database.prepare("SELECT request FROM dynamodb_client_tokens WHERE token = ?"),
      add: database.prepare("INSERT OR REPLACE INTO dynamodb_client_tokens VALUES (?, ?, ?)"),
      forget: database.prepare("DELETE FROM dynamodb_client_tokens WHERE used_ms < ?"),
    };
  }

  /** Whether the same request has been done with this token. Throws for another request. */
  isDone(token: string, request: string): boolean {
    this.#statements.forget.run(this.#clock.now() - lifetimeMs);
    const known = this.#statements.find.get(token) as { request: string } | undefined;
    if (known && known.request !== digest(request))
      throw new ServiceError(
        "IdempotentParameterMismatchException",
        "The client token provided was used with a different request.",
        400,
      );
    return known !== undefined;
  }

  /** Within the transaction that the token is for. */
  remember(token: string, request: string): void {
    this.#statements.add.run(token, digest(request), this.#clock.now());
  }
}

const digest = (request: string): string => createHash("sha256").update(request).digest("base64");
