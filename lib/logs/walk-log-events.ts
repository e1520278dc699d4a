import type { LogEvent } from "@/lib/model/log-line";
import type { TimeSpan } from "@/lib/model/time-range";

/** One page of a span of time; the end is not included. */
export type PageReader = (
  span: TimeSpan,
  token: string | undefined,
) => Promise<{ events: LogEvent[]; nextToken?: string }>;

/** A step of a walk. Chunks come newest first, the events in each oldest first. */
export interface LogChunk {
  events: LogEvent[];
  /** Everything from here to the end of the span has been read. */
  coveredFromMs: number;
}

export interface WalkOptions {
  /** How many windows are read at a time. */
  parallel?: number;
  /** Where the walk ends though it has not come to the start. */
  mostPages?: number;
}

const firstWindowMs = 2 * 60_000;
const windowFactor = 4;
/** Of a window whose pages come oldest first: it is shortened instead, so that the newest events come first. */
const mostPagesForward = 10;
/** Where windows are read side by side, none is longer than this share of the span. */
const smallestShare = 8;
/** How far a window that is read ahead may come. */
const chunksAhead = 4;

/**
 * Reads a span from its end backwards, in windows that grow fourfold. FilterLogEvents brings the newest events first
 * where it knows how; of an endpoint that does not, each window is read to its end before it counts, and one with too
 * much in it is shortened. A token that comes again ends a window; pages without end, or empty ones, end the walk after
 * `mostPages`, and what was found until then is given with nothing more covered.
 */
export async function* walkBackwards(
  span: TimeSpan,
  read: PageReader,
  { parallel = 1, mostPages = 1_000 }: WalkOptions = {},
): AsyncGenerator<LogChunk> {
  const walk: Walk = { read, pagesLeft: mostPages, descends: false, isOver: false };
  const windows = windowsOf(span, parallel);
  const ahead: AheadOf<WindowChunk>[] = [];
  const next = () => {
    const window = windows.next();
    return window.done ? undefined : readWindow(window.value, walk);
  };
  try {
    // The newest events are waited for alone: often they are all that is wanted.
    let current: AsyncIterable<WindowChunk> | undefined = next();
    while (current) {
      for await (const { isUnfinished, ...chunk } of current) {
        yield chunk;
        if (isUnfinished) return;
      }
      for (let window; ahead.length < parallel && (window = next());)
        ahead.push(new AheadOf(window));
      current = ahead.shift();
    }
  } finally {
    walk.isOver = true;
    for (const window of ahead) window.stop();
  }
}

interface Walk {
  read: PageReader;
  pagesLeft: number;
  /** Whether pages come newest first or oldest first, once it is known. */
  direction?: "back" | "forward";
  /** Within a page the newest event is the first, as far as pages have shown. */
  descends: boolean;
  isOver: boolean;
}

function* windowsOf({ startMs, endMs }: TimeSpan, parallel: number): Generator<TimeSpan> {
  const longestMs =
    parallel > 1 ? Math.max(firstWindowMs, (endMs - startMs) / smallestShare) : Infinity;
  let windowMs = firstWindowMs;
  for (let untilMs = endMs; untilMs > startMs;) {
    const sinceMs = Math.max(startMs, Math.floor(untilMs - Math.min(windowMs, longestMs)));
    yield { startMs: sinceMs, endMs: untilMs };
    untilMs = sinceMs;
    windowMs *= windowFactor;
  }
}

interface WindowChunk extends LogChunk {
  /** The walk ends here, before the start. */
  isUnfinished?: boolean;
}

async function* readWindow(window: TimeSpan, walk: Walk): AsyncGenerator<WindowChunk> {
  let untilMs = window.endMs;
  let lengthMs = untilMs - window.startMs;
  while (untilMs > window.startMs && !walk.isOver) {
    const sinceMs = Math.max(window.startMs, untilMs - lengthMs);
    const part = { startMs: sinceMs, endMs: untilMs };
    const tokens = new Set<string | undefined>();
    let held: LogEvent[] = [];
    let token: string | undefined;
    let lastIsEmpty = false;
    let coveredFromMs = untilMs;
    do {
      if (walk.isOver) return;
      if (walk.pagesLeft-- <= 0) {
        // A hole must not look like silence, so the events of a part that never ended count only where pages are empty.
        yield { events: lastIsEmpty ? inOrder(held) : [], coveredFromMs, isUnfinished: true };
        return;
      }
      const page = await walk.read(part, token);
      tokens.add(token);
      token = tokens.has(page.nextToken) ? undefined : page.nextToken;
      lastIsEmpty = page.events.length === 0;
      if (token && !lastIsEmpty) walk.direction ??= directionOf(held, page.events);
      const events = oldestFirst(page.events, walk);
      held = walk.direction === "back" ? events.concat(held) : held.concat(events);
      if (token && walk.direction === "back") {
        const chunk = inOrder(held);
        held = [];
        // Of its oldest millisecond the next page may bring more.
        if (chunk[0]) coveredFromMs = chunk[0].timestampMs + 1;
        yield { events: chunk, coveredFromMs };
      }
    } while (token && !(walk.direction === "forward" && tokens.size >= mostPagesForward));
    if (token) {
      lengthMs = Math.max(1, Math.floor((untilMs - sinceMs) / windowFactor ** 2));
      continue;
    }
    yield { events: inOrder(held), coveredFromMs: sinceMs };
    untilMs = sinceMs;
    lengthMs *= windowFactor;
  }
}

/** Told from two pages: a page may itself be in either order. */
function directionOf(before: readonly LogEvent[], page: readonly LogEvent[]): Walk["direction"] {
  const first = timesOf(before);
  const second = timesOf(page);
  if (first.newest > second.newest && first.oldest >= second.newest) return "back";
  if (first.newest <= second.oldest && first.oldest < second.newest) return "forward";
  const isDescending =
    before.length === 0 && (page[0]?.timestampMs ?? 0) > (page.at(-1)?.timestampMs ?? 0);
  return isDescending ? "back" : undefined;
}

/** Events of one millisecond keep the order they were written in. */
function oldestFirst(page: LogEvent[], walk: Walk): LogEvent[] {
  const [first, last] = [page[0]?.timestampMs ?? 0, page.at(-1)?.timestampMs ?? 0];
  if (first !== last) walk.descends = first > last;
  return walk.descends ? page.toReversed() : page;
}

function timesOf(events: readonly LogEvent[]): { oldest: number; newest: number } {
  let oldest = Number.NaN;
  let newest = Number.NaN;
  for (const { timestampMs } of events) {
    if (!(oldest <= timestampMs)) oldest = timestampMs;
    if (!(newest >= timestampMs)) newest = timestampMs;
  }
  return { oldest, newest };
}

/** Each once; those of one millisecond stay in the order they came in. */
function inOrder(events: LogEvent[]): LogEvent[] {
  const once = [...new Map(events.map((event) => [event.id, event])).values()];
  return once.sort((a, b) => a.timestampMs - b.timestampMs);
}

/** A generator that is pulled before anybody asks, up to a few values ahead. */
class AheadOf<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  readonly #source: AsyncGenerator<T>;
  #error: { thrown: unknown } | undefined;
  #isDone = false;
  #isStopped = false;
  #waiting: (() => void)[] = [];

  constructor(source: AsyncGenerator<T>) {
    this.#source = source;
    void this.#pull();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const value = this.#values.shift();
        if (value !== undefined) {
          this.#wake();
          yield value;
        } else if (this.#error) throw this.#error.thrown;
        else if (this.#isDone) return;
        else await this.#change();
      }
    } finally {
      this.stop();
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  async #pull(): Promise<void> {
    try {
      for await (const value of this.#source) {
        this.#values.push(value);
        this.#wake();
        while (this.#values.length >= chunksAhead && !this.#isStopped) await this.#change();
        if (this.#isStopped) return;
      }
    } catch (error) {
      this.#error = { thrown: error };
    } finally {
      this.#isDone = true;
      this.#wake();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
