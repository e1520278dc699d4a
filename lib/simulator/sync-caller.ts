import { reasonOf, type Account } from "./account";
import type { Agenda, AgendaEntry } from "./agenda";
import type { FunctionRun } from "./function-run";

const retry = 0;

/** Callers that wait for the answer. A throttled request is lost, or sent again after a random, growing delay. */
export class SyncCaller {
  waiting = 0;
  readonly #maximumAttempts: number;
  readonly #baseDelaySeconds: number;
  readonly #maximumDelaySeconds: number;

  constructor(
    private readonly run: FunctionRun,
    private readonly account: Account,
    private readonly agenda: Agenda,
  ) {
    const settings = run.spec.sync;
    this.#maximumAttempts = settings?.maximumAttempts ?? 1;
    this.#baseDelaySeconds = settings?.baseDelaySeconds ?? 0;
    this.#maximumDelaySeconds = settings?.maximumDelaySeconds ?? 0;
  }

  arrive(now: number): void {
    this.run.tally.arrived();
    this.#attempt(now, now, this.run.ranks.next(), 0);
  }

  wake(now: number, { arrivedAt, rank, refusals }: AgendaEntry): void {
    this.waiting--;
    this.#attempt(now, arrivedAt, rank, refusals);
  }

  #attempt(now: number, arrivedAt: number, rank: number, refusals: number): void {
    const { run, agenda } = this;
    const { tally } = run;
    const seconds = this.account.start(run, now, rank);
    if (seconds >= 0) {
      run.fails();
      tally.serve();
      if (tally.counted) tally.latency.add(now - arrivedAt + seconds);
      return;
    }
    tally.throttled(reasonOf(seconds), refusals);
    if (refusals + 1 >= this.#maximumAttempts) return tally.lose();
    const longest = Math.min(this.#maximumDelaySeconds, this.#baseDelaySeconds * 2 ** refusals);
    const due = now + longest * run.delays.next();
    this.waiting++;
    tally.waiting.add(now, due);
    agenda.add(due, run.index, retry, arrivedAt, rank, refusals + 1, 0);
  }
}
