import { type LogEvent, type LogLine, parseLogLine } from "./log-line";
import { liveIdPrefix, SeenEvents } from "./seen-events";

/** An event of the buffer. It is parsed when somebody looks: most of 100,000 are never looked at. */
export class BufferedLine {
  #line: LogLine | undefined;

  constructor(readonly event: LogEvent) {}

  get line(): LogLine {
    return (this.#line ??= parseLogLine(this.event.message));
  }
}

/** Events this much older than the newest come from one source only: a search. */
const recentMs = 5 * 60_000;

/**
 * The log events a page holds, in order of time, each once. Beyond its capacity the oldest tenth is dropped, and
 * counted.
 */
export class LogBuffer {
  #lines: BufferedLine[] = [];
  #ids = new Set<string>();
  /** Only once lines are followed: those that are only read have ids. */
  #recent: SeenEvents | undefined;
  #newestMs = 0;
  #dropped = 0;
  /** One text for all events of a stream. */
  readonly #streams = new Map<string, string>();

  constructor(readonly capacity = 100_000) {}

  /** Oldest first. A new array after each change that is not an addition at the end. */
  get lines(): readonly BufferedLine[] {
    return this.#lines;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Adds events wherever their time puts them; returns how many were new. */
  add(events: readonly LogEvent[]): number {
    const since = this.#newestMs - recentMs;
    const fresh: BufferedLine[] = [];
    if (events.some(({ id }) => id.startsWith(liveIdPrefix)))
      this.#recent ??= this.#seenSince(since);
    for (const event of events) {
      if (this.#ids.has(event.id)) continue;
      if (event.timestampMs >= since && this.#recent?.isNew(event) === false) continue;
      this.#ids.add(event.id);
      this.#newestMs = Math.max(this.#newestMs, event.timestampMs);
      fresh.push(new BufferedLine({ ...event, stream: this.#sameText(event.stream) }));
    }
    this.#recent?.forgetBefore(this.#newestMs - recentMs);
    if (fresh.length === 0) return 0;
    fresh.sort(byTime);
    this.#insert(fresh);
    if (this.#lines.length > this.capacity) this.#dropOldest();
    return fresh.length;
  }

  #seenSince(sinceMs: number): SeenEvents {
    const seen = new SeenEvents();
    for (let at = this.#lines.length - 1; at >= 0; at -= 1) {
      const { event } = this.#lines[at]!;
      if (event.timestampMs < sinceMs) break;
      seen.isNew(event);
    }
    return seen;
  }

  #insert(fresh: BufferedLine[]): void {
    const lines = this.#lines;
    const first = fresh[0]!;
    if (lines.length === 0 || byTime(first, lines.at(-1)!) >= 0) {
      for (const line of fresh) lines.push(line);
      return;
    }
    // Only what is newer than the first new line moves.
    let at = lines.length;
    while (at > 0 && byTime(lines[at - 1]!, first) > 0) at -= 1;
    this.#lines =
      at === 0 && byTime(fresh.at(-1)!, lines[0]!) <= 0
        ? fresh.concat(lines)
        : lines.slice(0, at).concat([...lines.slice(at), ...fresh].sort(byTime));
  }

  #dropOldest(): void {
    const kept = Math.floor(this.capacity * 0.9);
    const dropped = this.#lines.slice(0, this.#lines.length - kept);
    for (const { event } of dropped) this.#ids.delete(event.id);
    this.#lines = this.#lines.slice(-kept);
    this.#dropped += dropped.length;
  }

  #sameText(stream: string): string {
    const known = this.#streams.get(stream);
    if (known !== undefined) return known;
    this.#streams.set(stream, stream);
    return stream;
  }
}

function byTime(a: BufferedLine, b: BufferedLine): number {
  return a.event.timestampMs - b.event.timestampMs;
}
