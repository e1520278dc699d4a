import { reasonOf, type Account } from "./account";
import { SimulationError, type Agenda, type AgendaEntry } from "./agenda";
import type { FunctionRun } from "./function-run";
import { MessageQueue, type Message } from "./message-queue";

/** Pollers of one mapping (Developer Guide, "Configuring scaling behavior for SQS event source mappings"). */
const startingConcurrency = 5;
const highestConcurrency = 1250;
/** 300 a minute while messages wait. */
const growthStep = 5;
const growthSeconds = 1;
/** A poller whose invocation is refused tries again after half a second, then ever later. */
const firstDelaySeconds = 0.5;
const longestDelaySeconds = 10;
const mostMessages = 10_000_000;

const messageVisible = 0;
const pollerReady = 1;
const pollersGrow = 2;

/** A queue and the pollers that invoke the function with its messages. */
export class SqsCaller {
  readonly #queue = new MessageQueue();
  /** The messages of the invocation that is being started. */
  readonly #batch: Message[];
  readonly #settings;
  readonly #highest: number;
  #allowed: number;
  /** Pollers with an invocation that runs, or that was refused and is going to be tried again. */
  #busy = 0;
  #hidden = 0;
  #growing = false;
  #failing = false;

  constructor(
    private readonly run: FunctionRun,
    private readonly account: Account,
    private readonly agenda: Agenda,
  ) {
    this.#settings = {
      batchSize: run.spec.sqs?.batchSize ?? 1,
      visibilityTimeoutSeconds: run.spec.sqs?.visibilityTimeoutSeconds ?? 30,
      maxReceiveCount: run.spec.sqs?.maxReceiveCount ?? Infinity,
    };
    this.#batch = Array.from({ length: this.#settings.batchSize }, emptyMessage);
    this.#highest = run.spec.sqs?.maximumConcurrency ?? highestConcurrency;
    this.#allowed = Math.min(startingConcurrency, this.#highest);
  }

  get waiting(): number {
    return this.#queue.size + this.#hidden;
  }

  arrive(now: number): void {
    if (this.#queue.size === mostMessages)
      throw new SimulationError(
        `more than ${mostMessages} messages wait for ${this.run.spec.name}: it cannot keep up with this traffic`,
      );
    this.run.tally.arrived();
    this.#queue.push({ sentAt: now, since: now, hiddenUntil: 0, receives: 0, refusals: 0 });
    this.#poll(now);
  }

  wake(now: number, { kind, arrivedAt, refusals, failures }: AgendaEntry): void {
    if (kind === messageVisible) {
      this.#hidden--;
      this.#queue.push({
        sentAt: arrivedAt,
        since: now,
        hiddenUntil: 0,
        receives: failures,
        refusals,
      });
    } else if (kind === pollerReady) {
      this.#busy--;
      this.#startBatch(now, refusals);
    } else {
      this.#growing = false;
      if (!this.#failing) this.#allowed = Math.min(this.#highest, this.#allowed + growthStep);
    }
    this.#poll(now);
  }

  ended(now: number): void {
    this.#busy--;
    this.#poll(now);
  }

  close(now: number): void {
    while (this.#queue.size > 0) this.run.tally.waiting.add(this.#queue.shift().since, now);
  }

  #poll(now: number): void {
    while (this.#busy < this.#allowed && this.#queue.size > 0) this.#startBatch(now, 0);
    if (this.#queue.size > 0) {
      if (this.#growing || this.#allowed >= this.#highest) return;
      this.#growing = true;
      this.agenda.add(now + growthSeconds, this.run.index, pollersGrow);
    } else if (this.#busy === 0) {
      this.#failing = false;
      this.#allowed = Math.min(startingConcurrency, this.#highest);
    }
  }

  #startBatch(now: number, attempt: number): void {
    const { run, agenda } = this;
    const { tally } = run;
    const size = this.#receive(now);
    if (size === 0) return;
    this.#busy++;
    const seconds = this.account.start(run, now, run.ranks.next());
    if (seconds < 0) {
      let fresh = 0;
      for (let index = size - 1; index >= 0; index--) {
        const message = this.#batch[index]!;
        if (message.refusals++ === 0) fresh++;
        this.#queue.unshift(message);
      }
      tally.throttled(reasonOf(seconds), fresh > 0 ? 0 : 1, fresh);
      const delay = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** Math.min(attempt, 20));
      agenda.add(now + delay, run.index, pollerReady, 0, 0, attempt + 1);
      return;
    }
    const failed = run.fails();
    if (failed) this.#slowDown();
    else this.#failing = false;
    if (tally.counted) tally.latency.add(seconds);
    for (let index = 0; index < size; index++) {
      const message = this.#batch[index]!;
      tally.waiting.add(message.since, now);
      if (tally.counted) tally.queueAge.add(now - message.sentAt);
      if (failed) this.#hide(message, now + seconds);
    }
    if (!failed) tally.serve(size);
  }

  /** Fills the batch from the queue and returns its size; what was received too often leaves for good. */
  #receive(now: number): number {
    const { batchSize, visibilityTimeoutSeconds, maxReceiveCount } = this.#settings;
    let size = 0;
    while (size < batchSize && this.#queue.size > 0) {
      const message = this.#queue.shift();
      if (now >= message.hiddenUntil) {
        // Its pollers gave up, and it went back into the queue in between.
        if (message.hiddenUntil > 0) this.#slowDown();
        if (message.receives >= maxReceiveCount) {
          this.run.tally.waiting.add(message.since, now);
          this.run.tally.lose();
          continue;
        }
        message.receives++;
        message.hiddenUntil = now + visibilityTimeoutSeconds;
      }
      Object.assign(this.#batch[size++]!, message);
    }
    return size;
  }

  /** The function failed on it: it shows again when its receive is over. */
  #hide(message: Message, end: number): void {
    const { run, agenda } = this;
    const visibleAt = Math.max(end, message.hiddenUntil);
    this.#hidden++;
    run.tally.waiting.add(end, visibleAt);
    const { sentAt, refusals, receives } = message;
    agenda.add(visibleAt, run.index, messageVisible, sentAt, 0, refusals, receives);
  }

  #slowDown(): void {
    this.#failing = true;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
  }
}

function emptyMessage(): Message {
  return { sentAt: 0, since: 0, hiddenUntil: 0, receives: 0, refusals: 0 };
}
