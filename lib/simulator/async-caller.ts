import { reasonOf, type Account } from "./account";
import type { Agenda, AgendaEntry } from "./agenda";
import type { FunctionRun } from "./function-run";

const retry = 0;
/** A throttled event comes back after 1 s, then ever later, at most 5 minutes (Developer Guide). */
const firstDelaySeconds = 1;
const longestDelaySeconds = 300;
/** Before the first and the second retry of an event that the function failed on. */
const delaysAfterFailureSeconds = [60, 120];

/** Lambda's own queue behind asynchronous invocation: events wait, and are dropped at their maximum age. */
export class AsyncCaller {
  waiting = 0;
  readonly #maximumAgeSeconds: number;
  readonly #maximumRetries: number;
  /** Events for a function that may never run are not retried at all. */
  readonly #stopped: boolean;

  constructor(
    private readonly run: FunctionRun,
    private readonly account: Account,
    private readonly agenda: Agenda,
  ) {
    const settings = run.spec.async;
    this.#maximumAgeSeconds = settings?.maximumEventAgeSeconds ?? 21_600;
    this.#maximumRetries = settings?.maximumRetryAttempts ?? 2;
    this.#stopped = run.spec.reservedConcurrency === 0;
  }

  arrive(now: number): void {
    this.run.tally.arrived();
    this.#attempt(now, now, this.run.ranks.next(), 0, 0);
  }

  wake(now: number, { arrivedAt, rank, refusals, failures }: AgendaEntry): void {
    this.waiting--;
    this.#attempt(now, arrivedAt, rank, refusals, failures);
  }

  #attempt(now: number, arrivedAt: number, rank: number, refusals: number, failures: number): void {
    const { run } = this;
    const { tally } = run;
    const seconds = this.account.start(run, now, rank);
    if (seconds < 0) {
      tally.throttled(reasonOf(seconds), refusals);
      if (this.#stopped) return tally.lose();
      const delay = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** Math.min(refusals, 20));
      return this.#later(now, now + delay, arrivedAt, rank, refusals + 1, failures);
    }
    if (tally.counted) {
      tally.latency.add(seconds);
      tally.queueAge.add(now - arrivedAt);
    }
    if (!run.fails()) return tally.serve();
    if (failures >= this.#maximumRetries) return tally.lose();
    const due = now + seconds + delaysAfterFailureSeconds[failures]!;
    this.#later(now + seconds, due, arrivedAt, run.ranks.next(), refusals, failures + 1);
  }

  #later(
    from: number,
    due: number,
    arrivedAt: number,
    rank: number,
    refusals: number,
    failures: number,
  ): void {
    const { run } = this;
    if (due - arrivedAt > this.#maximumAgeSeconds) return run.tally.lose();
    this.waiting++;
    run.tally.waiting.add(from, due);
    this.agenda.add(due, run.index, retry, arrivedAt, rank, refusals, failures);
  }
}
