import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { StateError } from "../language/state-error.ts";

/** How a task ended. */
export type TaskAnswer = { output: unknown } | { error: string; cause: string };

interface Waiter {
  settle(answer: TaskAnswer): void;
  heartbeat(): void;
}

interface WaitOptions {
  heartbeatSeconds: number | undefined;
  /** Whether somebody has the task: an activity's is waited for until a worker takes it. */
  isTaken: boolean;
  signal: AbortSignal;
  /** Writes the answer down before whoever sent it is told that it was taken. */
  keep(answer: TaskAnswer): void;
}

/** The tasks that wait until somebody sends their token. */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiter>();

  constructor(
    private readonly clock: Clock,
    /** Makes tokens that nobody can guess; the same after a restart. */
    private readonly secret: string,
  ) {}

  static newSecret(): string {
    return randomBytes(32).toString("base64url");
  }

  make(executionArn: string, key: string): string {
    const place = JSON.stringify([executionArn, key]);
    const proof = createHash("sha256").update(`${this.secret} ${place}`).digest("base64url");
    return Buffer.from(`${proof} ${place}`).toString("base64url");
  }

  /** Whether a token was once made here. */
  knows(token: string): boolean {
    const [, place = ""] = /^\S+ (.*)$/s.exec(Buffer.from(token, "base64url").toString()) ?? [];
    try {
      const [arn, key] = JSON.parse(place) as [string, string];
      return this.make(arn, key) === token;
    } catch {
      return false;
    }
  }

  find(token: string): Waiter | undefined {
    return this.#waiting.get(token);
  }

  /** Waits for a token; rejects with StateError when it is sent as failed or nobody gives a sign in time. */
  wait(token: string, { heartbeatSeconds, isTaken, signal, keep }: WaitOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let cancel = () => {};
      const end = () => {
        cancel();
        signal.removeEventListener("abort", end);
        this.#waiting.delete(token);
      };
      const settle: Waiter["settle"] = (answer) => {
        end();
        keep(answer);
        if ("output" in answer) resolve(answer.output);
        else reject(new StateError(answer.error, answer.cause));
      };
      const heartbeat = () => {
        cancel();
        if (heartbeatSeconds !== undefined)
          cancel = this.clock.after(heartbeatSeconds * 1000, () =>
            settle({ error: "States.HeartbeatTimeout", cause: "" }),
          );
      };
      if (isTaken) heartbeat();
      signal.addEventListener("abort", end, { once: true });
      this.#waiting.set(token, { settle, heartbeat });
    });
  }
}
