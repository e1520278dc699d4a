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

/** What one invocation takes; kept by its poller while the invocation is refused. */
interface Batch {
  readonly messages: Message[];
  size: number;
  /** When its messages show again in the queue. */
  hiddenUntil: number;
}

/** A queue and the pollers that invoke the function with its messages. */
export class SqsCaller {
  readonly #queue = new MessageQueue();
  readonly #settings;
  readonly #highest: number;
  #allowed: number;
  /** Pollers with an invocation that runs, or that was refused and is going to be tried again. */
  #busy = 0;
  #growing = false;
  #failing = false;
  /** Messages that are in no visible place: with a poller that was refused, or hidden after a failure. */
  #away = 0;
  /** Refused batches by number, and the numbers that are free; they are used again. */
  readonly #held: Batch[] = [];
  readonly #free: number[] = [];

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
    this.#highest = run.spec.sqs?.maximumConcurrency ?? highestConcurrency;
    this.#allowed = Math.min(startingConcurrency, this.#highest);
  }

  get waiting(): number {
    return this.#queue.size + this.#away;
  }

  arrive(now: number): void {
    if (this.#queue.size === mostMessages)
      throw new SimulationError(
        `more than ${mostMessages} messages wait for ${this.run.spec.name}: it cannot keep up with this traffic`,
      );
    this.run.tally.arrived();
    this.#queue.push(now, now, 0, 0);
    this.#poll(now);
  }

  wake(now: number, { kind, arrivedAt, rank, refusals, failures }: AgendaEntry): void {
    if (kind === messageVisible) {
      this.#away--;
      this.#queue.push(arrivedAt, now, failures, refusals);
    } else if (kind === pollerReady) {
      this.#away -= this.#held[failures]!.size;
      this.#invoke(now, failures, rank, refusals);
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
    const message = emptyMessage();
    const { waiting } = this.run.tally;
    while (this.#queue.size > 0) {
      this.#queue.shift(message);
      waiting.add(message.since, now);
    }
    for (const [number, batch] of this.#held.entries())
      if (!this.#free.includes(number))
        for (const { since } of batch.messages.slice(0, batch.size)) waiting.add(since, now);
  }

  #poll(now: number): void {
    while (this.#busy < this.#allowed && this.#queue.size > 0) {
      const number = this.#receive(now);
      if (number < 0) continue;
      this.#busy++;
      this.#invoke(now, number, this.run.ranks.next(), 0);
    }
    if (this.#queue.size > 0) {
      if (this.#growing || this.#allowed >= this.#highest) return;
      this.#growing = true;
      this.agenda.add(now + growthSeconds, this.run.index, pollersGrow);
    } else if (this.#busy === 0) {
      this.#failing = false;
      this.#allowed = Math.min(startingConcurrency, this.#highest);
    }
  }

  /** Tries one batch; `attempts` is how often it was refused before. */
  #invoke(now: number, number: number, rank: number, attempts: number): void {
    const { run } = this;
    const { tally } = run;
    const batch = this.#held[number]!;
    const seconds = this.account.start(run, now, rank);
    if (seconds < 0) return this.#refused(now, number, rank, attempts, reasonOf(seconds));
    const failed = run.fails();
    if (failed) this.#slowDown();
    else {
      this.#failing = false;
      tally.serve(batch.size);
    }
    if (tally.counted) tally.latency.add(seconds);
    for (let index = 0; index < batch.size; index++) {
      const message = batch.messages[index]!;
      tally.waiting.add(message.since, now);
      if (tally.counted) tally.queueAge.add(now - message.sentAt);
      if (failed) this.#hide(message, now + seconds, batch.hiddenUntil);
    }
    this.#free.push(number);
  }

  #refused(now: number, number: number, rank: number, attempts: number, reason: number): void {
    const batch = this.#held[number]!;
    let fresh = 0;
    for (let index = 0; index < batch.size; index++)
      if (batch.messages[index]!.refusals++ === 0) fresh++;
    this.run.tally.throttled(reason, fresh > 0 ? 0 : 1, fresh);
    const due =
      now + Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** Math.min(attempts, 20));
    if (due < batch.hiddenUntil) {
      this.#away += batch.size;
      this.agenda.add(due, this.run.index, pollerReady, 0, rank, attempts + 1, number);
      return;
    }
    // The poller gives up: the messages show again in the queue.
    this.#busy--;
    this.#slowDown();
    for (let index = 0; index < batch.size; index++) {
      const message = batch.messages[index]!;
      this.run.tally.waiting.add(message.since, now);
      this.#hide(message, now, batch.hiddenUntil);
    }
    this.#free.push(number);
  }

  /** Takes a batch from the queue and returns its number; -1 when all had been received too often. */
  #receive(now: number): number {
    const { batchSize, visibilityTimeoutSeconds, maxReceiveCount } = this.#settings;
    const number = this.#free.pop() ?? this.#held.length;
    const batch = (this.#held[number] ??= { messages: [], size: 0, hiddenUntil: 0 });
    batch.size = 0;
    batch.hiddenUntil = now + visibilityTimeoutSeconds;
    while (batch.size < batchSize && this.#queue.size > 0) {
      const message = (batch.messages[batch.size] ??= emptyMessage());
      this.#queue.shift(message);
      if (message.receives++ < maxReceiveCount) batch.size++;
      else {
        this.run.tally.waiting.add(message.since, now);
        this.run.tally.lose();
      }
    }
    if (batch.size > 0) return number;
    this.#free.push(number);
    return -1;
  }

  /** It shows again when its receive is over, and not before `from`. */
  #hide(message: Message, from: number, hiddenUntil: number): void {
    const { run, agenda } = this;
    const visibleAt = Math.max(from, hiddenUntil);
    this.#away++;
    run.tally.waiting.add(from, visibleAt);
    const { sentAt, refusals, receives } = message;
    agenda.add(visibleAt, run.index, messageVisible, sentAt, 0, refusals, receives);
  }

  #slowDown(): void {
    this.#failing = true;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
  }
}

function emptyMessage(): Message {
  return { sentAt: 0, since: 0, receives: 0, refusals: 0 };
}
