import { setMaxListeners } from "node:events";
import { rateLinesOf } from "@/lib/model/load";
import type { Load } from "@/lib/model/load-schema";
import type { CallAnswer, LoadPoint, LoadResult } from "@/lib/model/load-result";
import { RateArrivals } from "@/lib/simulator/arrivals";
import { LoadTally } from "./load-tally";

/** How often a run tells how it goes. */
const progressMs = 250;
/** So many calls may leave in one go before answers are looked at. */
const mostAtOnce = 25;
/** Before that many answers a part of them says nothing. */
const fewestForShare = 20;

export interface LoadDeps {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Resolves after the time, or at once when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Sends one call. Whatever comes of it is an answer; it rejects only when the signal is aborted. */
  send(signal: AbortSignal): Promise<CallAnswer>;
  random: { next(): number };
  /** Aborted by who wants no more: nothing further is sent and no answer is waited for. */
  signal?: AbortSignal;
  /** Told every quarter of a second, with the points that are new. */
  onProgress?(result: LoadResult, freshPoints: LoadPoint[]): void;
}

/**
 * Sends the calls of a load and counts what comes of them. In open loop a call's latency counts from the moment at
 * which it was due: when the generator or the server is stuck, those that should have come meanwhile have waited.
 */
export async function runLoad(
  load: Load,
  deps: LoadDeps,
): Promise<{ result: LoadResult; points: LoadPoint[] }> {
  const run = new LoadRun(load, deps);
  const ticking = new AbortController();
  const progress = deps.onProgress && tell(run, deps, deps.onProgress, ticking.signal);
  await run.sendAll();
  ticking.abort();
  await progress;
  return { result: run.result(), points: run.tally.points() };
}

async function tell(
  run: LoadRun,
  deps: LoadDeps,
  onProgress: NonNullable<LoadDeps["onProgress"]>,
  ended: AbortSignal,
): Promise<void> {
  for (;;) {
    await deps.wait(progressMs, ended);
    if (ended.aborted) return;
    onProgress(run.result(), run.tally.takeFreshPoints());
  }
}

class LoadRun {
  readonly tally = new LoadTally();
  readonly #startedMs: number;
  /** Aborted when nothing more is to be sent. */
  readonly #enough = new AbortController();
  readonly #stopped: AbortSignal;
  readonly #answers = new Set<Promise<void>>();
  #state: LoadResult["state"] = "running";
  #freed: (() => void) | undefined;

  constructor(
    private readonly load: Load,
    private readonly deps: LoadDeps,
  ) {
    this.#startedMs = deps.now();
    this.#stopped = deps.signal ?? new AbortController().signal;
    // A thousand callers may wait for these.
    setMaxListeners(0, this.#enough.signal, this.#stopped);
  }

  result(): LoadResult {
    return this.tally.result(this.#state, this.#elapsedMs);
  }

  async sendAll(): Promise<void> {
    const stop = () => this.#end("stopped");
    this.#stopped.addEventListener("abort", stop);
    if (this.#stopped.aborted) stop();
    const { traffic } = this.load;
    if (traffic.kind === "callers") await this.#callInTurns(traffic);
    else await this.#callWhenDue();
    await Promise.all(this.#answers);
    if (this.#state === "running") this.#state = "done";
    this.#stopped.removeEventListener("abort", stop);
  }

  /** Closed loop: each caller sends its next call when it has the answer to the last. */
  async #callInTurns({ callers, rampSeconds }: { callers: number; rampSeconds: number }) {
    const endMs = this.load.durationSeconds * 1000;
    const caller = async (index: number) => {
      await this.#waitUntil((index * rampSeconds * 1000) / callers);
      while (this.#maySend() && this.#elapsedMs < endMs) await this.#send(this.#elapsedMs);
    };
    await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)));
  }

  /** Open loop: calls leave when they are due, whatever comes of those before. */
  async #callWhenDue(): Promise<void> {
    const { load, deps } = this;
    const endMs = load.durationSeconds * 1000;
    const random = load.spacing === "even" ? evenly : deps.random;
    const arrivals = new RateArrivals(rateLinesOf(load) ?? [], 1, random);
    let inOneGo = 0;
    for (;;) {
      const dueMs = arrivals.next() * 1000;
      if (dueMs >= endMs || !this.#maySend()) return;
      if (dueMs > this.#elapsedMs || ++inOneGo >= mostAtOnce) {
        inOneGo = 0;
        await this.#waitUntil(dueMs);
      }
      while (this.tally.waiting >= load.maximumInFlight && this.#maySend())
        await new Promise<void>((resolve) => (this.#freed = resolve));
      if (!this.#maySend()) return;
      void this.#send(dueMs);
    }
  }

  #send(dueMs: number): Promise<void> {
    const sentMs = this.#elapsedMs;
    const id = this.tally.send(dueMs, sentMs);
    const answer = this.deps.send(this.#stopped).then(
      (answered) => {
        this.tally.answer(id, { dueMs, sentMs, endMs: this.#elapsedMs }, answered);
        this.#lookAtErrors();
      },
      // Whoever stopped the run waits for no answer.
      () => {},
    );
    const settled = answer.finally(() => {
      this.#answers.delete(settled);
      this.#freed?.();
    });
    this.#answers.add(settled);
    return settled;
  }

  #lookAtErrors(): void {
    const { stopAtErrorPercent } = this.load;
    if (stopAtErrorPercent === null || this.tally.answered < fewestForShare) return;
    if (this.tally.errorShare() * 100 >= stopAtErrorPercent) this.#end("errors");
  }

  #end(state: LoadResult["state"]): void {
    if (this.#state !== "running") return;
    this.#state = state;
    this.#enough.abort();
    this.#freed?.();
  }

  #maySend(): boolean {
    return !this.#enough.signal.aborted && this.tally.sent < this.load.maximumCalls;
  }

  async #waitUntil(atMs: number): Promise<void> {
    await this.deps.wait(Math.max(0, atMs - this.#elapsedMs), this.#enough.signal);
  }

  get #elapsedMs(): number {
    return this.deps.now() - this.#startedMs;
  }
}

/** Random numbers for `RateArrivals` that make each call due when exactly one more is expected. */
const evenly = { next: () => 1 / Math.E };
