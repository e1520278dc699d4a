import { type Activity, waitsForProcessor } from "../limits/process-limits.ts";

/** After this the next may start beside one that is still at it, unless that only waits for a processor. */
const longestTurnMs = 250;
/** What has computed for so long by itself has had its turn. */
const longestComputedMs = 150;

/**
 * Lets a few interpreters start at a time, so that each is soon ready instead of all late, and the engine
 * has its share of the processors to answer those that are. Functions take turns, so that a burst of one
 * does not keep the others waiting; of one function, whoever came first starts first.
 */
export class StartTurns {
  /** Who waits, by function; the function whose turn comes next is the first. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #taken = 0;

  constructor(
    private readonly atOnce: number,
    /** Called when nothing starts any more and nothing waits to. */
    private readonly onIdle: () => void = () => undefined,
  ) {}

  get idle(): boolean {
    return this.#taken === 0;
  }

  /**
   * Resolves when it may start; the function it gets says that the start is over. `activity` is what it does
   * meanwhile.
   */
  async enter(functionArn: string, activity: () => Activity): Promise<() => void> {
    if (this.#taken < this.atOnce) this.#taken += 1;
    else
      await new Promise<void>((resolve) => {
        const ofFunction = this.#waiting.get(functionArn);
        if (ofFunction) ofFunction.push(resolve);
        else this.#waiting.set(functionArn, [resolve]);
      });
    let over = false;
    const leave = () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      const next = this.#next();
      // The turn is handed on.
      if (next) return next();
      this.#taken -= 1;
      if (this.idle) this.onIdle();
    };
    const first = {};
    const timer = setTimeout(() => {
      if (waitsForProcessor(activity(), first, longestComputedMs)) timer.refresh();
      else leave();
    }, longestTurnMs).unref();
    return leave;
  }

  /** The first of the function that is next; the function goes to the end. */
  #next(): (() => void) | undefined {
    for (const [functionArn, [next, ...others]] of this.#waiting) {
      this.#waiting.delete(functionArn);
      if (others.length > 0) this.#waiting.set(functionArn, others);
      return next;
    }
    return undefined;
  }
}
