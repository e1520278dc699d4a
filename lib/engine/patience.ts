import { type Context, createContext, Script } from "node:vm";

/** Work took too long in one go. */
export class OutOfPatience extends Error {}

const script = new Script("work()");

/**
 * Breaks off work that does not come to its end, which nothing else can while it holds the event loop: a
 * regular expression of a user can take years for one line.
 */
export class Patience {
  readonly #limitMs: number;
  /** Made when it is first needed: it takes a millisecond. */
  #context: Context | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Does the work, or throws OutOfPatience. */
  limit(work: () => void): void {
    const context = (this.#context ??= createContext({}));
    context.work = work;
    try {
      script.runInContext(context, { timeout: this.#limitMs });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT")
        throw new OutOfPatience("One part of the work took too long.");
      throw error;
    }
  }
}
