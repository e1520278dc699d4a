import { availableParallelism, freemem, totalmem } from "node:os";
import type { ProcessSpec, RuntimeProcess } from "./runtime-process.ts";

/** Of one kind, while many are asked for. */
const mostOfAKind = 2 * availableParallelism();
/** One more spare for so many of a kind that started lately. */
const startsForAnother = 5;
const latelyMs = 10_000;
/** The next one is not started before the last one has had time to load. */
const apartMs = 250;
/** What has just started answers first: to start another takes some milliseconds of the engine's own time. */
const soonMs = 50;
/** A machine with less memory left than this part of it needs it for what runs. */
const leastFreePart = 0.05;

interface Kind {
  spec: ProcessSpec;
  waiting: RuntimeProcess[];
  /** When one was asked for, of late. */
  askedAtMs: number[];
}

/**
 * Interpreters that were started ahead of need and wait with everything loaded until they are told their
 * function. Those that are used up are replaced when nothing else starts; in a burst there are more of a
 * kind, and fewer when memory is short.
 */
export class Spares {
  /** By what has to be there when the interpreter starts; the kind asked for last is at the end. */
  readonly #kinds = new Map<string, Kind>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly start: (spec: ProcessSpec) => RuntimeProcess,
    /** Whether nothing that somebody waits for is starting. */
    private readonly mayStart: () => boolean,
    /** Kinds that have a spare; the one asked for longest ago gives way. */
    private readonly mostKinds: number,
    private readonly isMemoryShort = () => freemem() <= totalmem() * leastFreePart,
  ) {}

  take(spec: ProcessSpec): RuntimeProcess | undefined {
    const kind = this.#kindOf(spec);
    kind.askedAtMs.push(Date.now());
    return kind.waiting.shift();
  }

  /** Says that one of this kind is likely to be asked for. */
  expect(spec: ProcessSpec): void {
    this.#kindOf(spec);
    this.#replenish();
  }

  /** Starts soon what is missing, one after the other, and ends what is not needed any more. */
  replenish(): void {
    this.#replenishIn(soonMs);
  }

  #replenish(): void {
    if (this.#timer) return;
    let more = false;
    let starts = false;
    for (const kind of this.#kinds.values()) {
      const missing = wanted(kind) - kind.waiting.length;
      for (let left = missing; left < 0; left += 1) kind.waiting.shift()?.kill();
      if (missing > 0 && !starts && this.mayStart() && !this.isMemoryShort()) {
        starts = true;
        const process = this.start(kind.spec);
        process.onGone(() => {
          kind.waiting = kind.waiting.filter((other) => other !== process);
        });
        kind.waiting.push(process);
      }
      more ||= missing > 0 || kind.askedAtMs.length > 0;
    }
    if (more) this.#replenishIn(apartMs);
  }

  #replenishIn(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#replenish();
    }, delayMs).unref();
  }

  /** Ends all that wait, and expects nothing any more. */
  endAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { waiting } of this.#kinds.values()) for (const process of waiting) process.kill();
    this.#kinds.clear();
  }

  #kindOf(spec: ProcessSpec): Kind {
    const key = JSON.stringify(spec);
    const kind = this.#kinds.get(key) ?? { spec, waiting: [], askedAtMs: [] };
    this.#kinds.delete(key);
    this.#kinds.set(key, kind);
    const [oldestKey, oldest] = this.#kinds.entries().next().value ?? [];
    if (this.#kinds.size > this.mostKinds && oldestKey !== undefined && oldest) {
      this.#kinds.delete(oldestKey);
      for (const process of oldest.waiting) process.kill();
    }
    return kind;
  }
}

function wanted(kind: Kind): number {
  const sinceMs = Date.now() - latelyMs;
  kind.askedAtMs = kind.askedAtMs.filter((atMs) => atMs > sinceMs);
  return Math.min(mostOfAKind, 1 + Math.floor(kind.askedAtMs.length / startsForAnother));
}
