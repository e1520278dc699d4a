import { attempt } from "@/lib/aws/attempt";
import { problemFrom } from "@/lib/aws/problem-from";
import { sendCall } from "@/lib/aws/send-call";
import type { Change, CloudCall, Undo } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { journalled, readChange } from "@/lib/store/journal";
import { withNewIds } from "@/lib/store/new-ids";

type Answer = Record<string, unknown>;

/** One call of a change that needs several. */
export interface Step {
  title: string;
  before: unknown;
  after: unknown;
  call: CloudCall;
  undo: Undo | ((answer: Answer) => Undo);
  /** `trigger` unless it is something else. */
  kind?: string;
  /** Throws where an answer says that nothing was done. */
  check?(answer: Answer): void;
  /** Whether what went wrong passes by itself, as when a permission is not known everywhere yet. */
  mayPass?(error: unknown): boolean;
}

const mostTries = 6;

/**
 * The calls of one change, each with its line in the journal. When one fails, those before it are taken back, the last
 * first, so that nothing is left behind.
 */
export class Steps {
  readonly changes: Change[] = [];

  constructor(
    readonly connection: Connection,
    readonly functionName: string,
    private readonly wait: (ms: number) => Promise<void> = (ms) =>
      new Promise((resolve) => setTimeout(resolve, ms)),
  ) {}

  async send({ kind = "trigger", check, mayPass, ...step }: Step): Promise<Answer> {
    const { connection, functionName } = this;
    const { change, result } = await journalled(
      { connection, functionName, kind, ...step },
      async () => {
        const answer: Answer = { ...(await this.#try(step.call, mayPass)) };
        check?.(answer);
        return answer;
      },
    );
    this.changes.push(change);
    return result;
  }

  async #try(call: CloudCall, mayPass: Step["mayPass"]): Promise<object> {
    for (let tries = 1; ; tries += 1)
      try {
        return await sendCall(this.connection, call);
      } catch (error) {
        if (tries >= mostTries || !mayPass?.(error)) throw error;
        await this.wait(1_000);
      }
  }

  /** Takes back what was done; gives the titles of what could not be. */
  async takeBack(): Promise<string[]> {
    const left: string[] = [];
    for (const change of this.changes.toReversed()) {
      // What goes to the browser has its secrets masked; what is sent must not.
      const { undo: written } = readChange(change.id) ?? change;
      if ("impossible" in written) {
        left.push(change.title);
        continue;
      }
      const { connection, functionName } = this;
      const undo = withNewIds(written, connection.id);
      try {
        await journalled(
          {
            connection,
            functionName,
            kind: change.kind,
            title: `Taken back: ${change.title}`,
            before: change.after,
            after: change.before,
            call: undo,
            undo: { impossible: "It took back a part of a change that failed." },
            undoes: change.id,
          },
          () => sendCall(connection, undo),
        );
      } catch {
        left.push(change.title);
      }
    }
    return left;
  }
}

/** Carries out a change of several calls, whole or not at all. `action` completes "Could not ...". */
export async function inSteps<T>(
  connection: Connection,
  functionName: string,
  action: string,
  act: (steps: Steps) => Promise<T>,
  steps = new Steps(connection, functionName),
): Promise<{ steps: Change[]; result: T }> {
  try {
    const result = await attempt(connection, action, () => act(steps));
    return { steps: steps.changes, result };
  } catch (error) {
    if (steps.changes.length === 0) throw error;
    const left = await steps.takeBack();
    const problem = problemFrom(error, { connection });
    throw new ProblemError(
      {
        ...problem,
        detail:
          left.length === 0
            ? `${problem.detail} What had been done before was taken back.`
            : `${problem.detail} This was left behind: ${left.join("; ")}.`,
      },
      { cause: error },
    );
  }
}
