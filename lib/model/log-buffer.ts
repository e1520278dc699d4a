import { InvocationGrouper } from "./log-invocations";
import type { LoggedInvocation } from "./invocation";
import { type LogEvent, type LogLine, parseLogLine } from "./log-line";

export interface BufferedLine {
  event: LogEvent;
  line: LogLine;
}

/**
 * The log events a page holds, in order of time, each once. Beyond its capacity the oldest tenth is dropped, and
 * counted.
 */
export class LogBuffer {
  #lines: BufferedLine[] = [];
  #ids = new Set<string>();
  #grouper = new InvocationGrouper();
  #dropped = 0;

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
    const fresh = events.filter(({ id }) => !this.#ids.has(id) && this.#ids.add(id));
    if (fresh.length === 0) return 0;
    const added = fresh.map((event) => ({ event, line: parseLogLine(event.message) }));
    const newestMs = this.#lines.at(-1)?.event.timestampMs ?? 0;
    const inOrder = added.every(
      ({ event }, i) => event.timestampMs >= (added[i - 1]?.event.timestampMs ?? newestMs),
    );
    if (inOrder) {
      for (const entry of added) {
        this.#lines.push(entry);
        this.#grouper.add(entry.event, entry.line);
      }
    } else {
      this.#lines = [...this.#lines, ...added].sort(
        (a, b) => a.event.timestampMs - b.event.timestampMs,
      );
      this.#regroup();
    }
    if (this.#lines.length > this.capacity) this.#dropOldest();
    return fresh.length;
  }

  /** Requests, the newest first. */
  invocations(): LoggedInvocation[] {
    return this.#grouper.newestFirst();
  }

  #dropOldest(): void {
    const kept = Math.floor(this.capacity * 0.9);
    const dropped = this.#lines.slice(0, this.#lines.length - kept);
    for (const { event } of dropped) this.#ids.delete(event.id);
    this.#lines = this.#lines.slice(-kept);
    this.#dropped += dropped.length;
    this.#regroup();
  }

  #regroup(): void {
    this.#grouper = new InvocationGrouper();
    for (const { event, line } of this.#lines) this.#grouper.add(event, line);
  }
}
