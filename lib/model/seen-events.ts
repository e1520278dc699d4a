import type { LogEvent } from "./log-line";

/** FilterLogEvents gives every event an id. Live Tail gives none: there Lambdeck makes one that starts like this. */
export const liveIdPrefix = "live ";

type Source = "live" | "read";

/** To forget is to look through everything. */
const forgetEveryMs = 5_000;

/**
 * Knows which events have come. By id where AWS gives one; between Live Tail and FilterLogEvents, as many equal events
 * (stream, time and text) are taken for the same ones as both have brought.
 */
export class SeenEvents {
  readonly #ids = new Map<string, number>();
  /** How many of an event one source brought that the other has not brought yet. */
  readonly #unmatched: Record<Source, Map<string, { count: number; timestampMs: number }>> = {
    live: new Map(),
    read: new Map(),
  };
  #forgottenMs = 0;

  /** Notes an event; false where it has come before. */
  isNew(event: LogEvent): boolean {
    const { id, timestampMs } = event;
    if (this.#ids.has(id)) return false;
    this.#ids.set(id, timestampMs);
    const source: Source = id.startsWith(liveIdPrefix) ? "live" : "read";
    const key = eventKey(event);
    const other = this.#unmatched[source === "live" ? "read" : "live"];
    const match = other.get(key);
    if (match) {
      if (match.count === 1) other.delete(key);
      else match.count -= 1;
      return false;
    }
    const own = this.#unmatched[source];
    own.set(key, { count: (own.get(key)?.count ?? 0) + 1, timestampMs });
    return true;
  }

  /** Forgets what is too old to come again; a little later than it could. */
  forgetBefore(timeMs: number): void {
    if (timeMs - this.#forgottenMs < forgetEveryMs) return;
    this.#forgottenMs = timeMs;
    for (const [id, timestampMs] of this.#ids) if (timestampMs < timeMs) this.#ids.delete(id);
    for (const events of Object.values(this.#unmatched))
      for (const [key, { timestampMs }] of events) if (timestampMs < timeMs) events.delete(key);
  }
}

/** Names an event by its time, stream and text, wherever it came from: short, and the same each time. */
export function eventKey({ timestampMs, stream, message }: LogEvent): string {
  // FNV-1a over both texts, in two halves with different seeds.
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  const text = `${stream}\n${message.trimEnd()}`;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000197);
  }
  return `${timestampMs}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
