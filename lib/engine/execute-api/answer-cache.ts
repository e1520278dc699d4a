import type { Clock } from "../clock.ts";
import type { AuthorizerAnswer } from "./authorizer-answer.ts";

const mostAnswers = 10_000;

/** Remembers what authorizers said, for as long as each of them allows. */
export class AnswerCache {
  readonly #answers = new Map<string, { answer: AuthorizerAnswer; expiresMs: number }>();

  constructor(private readonly clock: Clock) {}

  find(apiId: string, key: readonly string[]): AuthorizerAnswer | undefined {
    const known = this.#answers.get(keyOf(apiId, key));
    return known && known.expiresMs > this.clock.now() ? known.answer : undefined;
  }

  keep(apiId: string, key: readonly string[], answer: AuthorizerAnswer, ttlSeconds: number): void {
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    const expiresMs = this.clock.now() + ttlSeconds * 1000;
    this.#answers.set(keyOf(apiId, key), { answer, expiresMs });
  }

  forget(apiId: string): void {
    for (const key of this.#answers.keys())
      if (key.startsWith(`${apiId}\n`)) this.#answers.delete(key);
  }
}

const keyOf = (apiId: string, key: readonly string[]): string => `${apiId}\n${JSON.stringify(key)}`;
