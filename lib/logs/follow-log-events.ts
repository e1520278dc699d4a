import { FilterLogEventsCommand, StartLiveTailCommand } from "@aws-sdk/client-cloudwatch-logs";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { isStreamOf } from "@/lib/model/log-group";
import type { LogEvent } from "@/lib/model/log-line";
import { describeLogGroup } from "./describe-log-group";
import { shapeEvent } from "./read-log-events";

export interface FollowWanted {
  logGroup: string;
  pattern?: string;
  /** Only the streams of this function, in a group that several share. */
  functionName?: string;
  /** Events from here on are sent first. */
  sinceMs: number;
}

export type FollowUpdate =
  | { kind: "mode"; mode: "live" | "polling"; because?: string }
  /** `sampled`: Live Tail left some out, as it does above 500 a second. */
  | { kind: "events"; events: LogEvent[]; sampled: boolean };

export interface FollowDeps {
  signal: AbortSignal;
  now: () => number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** AWS opens a session within a second. */
const openingMs = 10_000;
const pollMs = 2_000;
/** Of one round of polling; the next one goes on from there. */
const mostPages = 20;
/** Events may become readable this much after their time. */
const lateMs = 15_000;

/**
 * Sends new events of a group until the signal is aborted: through Live Tail where the connection has it (AWS
 * bills its minutes), else by asking FilterLogEvents every two seconds. A group that does not exist yet is waited for.
 */
export async function followLogEvents(
  connection: Connection,
  wanted: FollowWanted,
  emit: (update: FollowUpdate) => void,
  deps: FollowDeps,
): Promise<void> {
  const follow = new Follow(connection, wanted, emit, deps);
  let because: string | undefined;
  try {
    await follow.live();
    because = "The Live Tail session has ended.";
  } catch (error) {
    if (deps.signal.aborted) return;
    const problem = problemFrom(error, { connection });
    if (problem.kind === "credentials") throw error;
    because = `Live Tail is not available: ${problem.detail}`;
  }
  if (deps.signal.aborted) return;
  emit({ kind: "mode", mode: "polling", because });
  await follow.poll();
}

class Follow {
  readonly #seen = new SeenEvents();
  #sinceMs: number;

  constructor(
    readonly connection: Connection,
    readonly wanted: FollowWanted,
    readonly emit: (update: FollowUpdate) => void,
    readonly deps: FollowDeps,
  ) {
    this.#sinceMs = wanted.sinceMs;
  }

  async live(): Promise<void> {
    const { signal, now } = this.deps;
    const group = await describeLogGroup(this.connection, this.wanted.logGroup);
    if (!group?.arn) throw new Error("the log group does not exist yet.");
    const { responseStream } = await clientsFor(this.connection).logs.send(
      new StartLiveTailCommand({
        logGroupIdentifiers: [group.arn],
        logEventFilterPattern: this.wanted.pattern || undefined,
      }),
      { abortSignal: signal, requestTimeout: openingMs },
    );
    if (!responseStream) throw new Error("the answer holds no stream.");
    this.emit({ kind: "mode", mode: "live" });
    await this.#catchUp();
    for await (const part of responseStream) {
      if (signal.aborted) return;
      this.#sinceMs = now();
      const update = part.sessionUpdate;
      const events = (update?.sessionResults ?? []).map((event) => shapeEvent(event));
      this.#send(events, "live", update?.sessionMetadata?.sampled ?? false);
    }
  }

  async poll(): Promise<void> {
    const { signal, wait } = this.deps;
    while (!signal.aborted) {
      try {
        await this.#catchUp();
      } catch (error) {
        const problem = problemFrom(error, { connection: this.connection });
        // The group appears with the first invocation, and a throttle passes.
        if (problem.kind !== "not-found" && problem.kind !== "throttled") throw error;
      }
      await wait(pollMs, signal);
    }
  }

  /** Sends what FilterLogEvents has since the last time, late arrivals included. */
  async #catchUp(): Promise<void> {
    const { signal, now } = this.deps;
    const startTime = Math.max(this.wanted.sinceMs, this.#sinceMs - lateMs);
    const askedMs = now();
    const tokens = new Set<string | undefined>();
    let nextToken: string | undefined;
    let newestMs = startTime;
    do {
      const answer = await clientsFor(this.connection).logs.send(
        new FilterLogEventsCommand({
          logGroupName: this.wanted.logGroup,
          startTime,
          filterPattern: this.wanted.pattern || undefined,
          nextToken,
        }),
        { abortSignal: signal },
      );
      const events = (answer.events ?? [])
        // Some endpoints leave the start out of account.
        .filter(({ timestamp = startTime }) => timestamp >= startTime)
        .map(shapeEvent);
      for (const { timestampMs } of events) newestMs = Math.max(newestMs, timestampMs);
      this.#send(events, "read", false);
      tokens.add(nextToken);
      nextToken = tokens.has(answer.nextToken) ? undefined : answer.nextToken;
    } while (nextToken && tokens.size < mostPages && !signal.aborted);
    this.#sinceMs = nextToken ? newestMs + lateMs : askedMs;
  }

  #send(events: LogEvent[], source: Source, sampled: boolean): void {
    const { functionName } = this.wanted;
    const fresh = events.filter(
      (event) =>
        (!functionName || isStreamOf(functionName, event.stream)) &&
        this.#seen.isNew(event, source),
    );
    if (fresh.length > 0) this.emit({ kind: "events", events: fresh, sampled });
    this.#seen.forgetBefore(this.deps.now() - 4 * lateMs);
  }
}

type Source = "live" | "read";

/**
 * Knows which events have been sent. FilterLogEvents gives each an id; Live Tail gives none, so between the
 * two sources as many equal events are taken for the same ones as both have brought.
 */
export class SeenEvents {
  readonly #ids = new Map<string, number>();
  /** Events one source brought that the other has not brought yet. */
  readonly #unmatched: Record<Source, Map<string, { count: number; timestampMs: number }>> = {
    live: new Map(),
    read: new Map(),
  };

  isNew(event: LogEvent, source: Source): boolean {
    if (source === "read") {
      if (this.#ids.has(event.id)) return false;
      this.#ids.set(event.id, event.timestampMs);
    }
    const { timestampMs } = event;
    const key = `${event.stream} ${timestampMs} ${event.message}`;
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

  forgetBefore(timeMs: number): void {
    for (const [id, timestampMs] of this.#ids) if (timestampMs < timeMs) this.#ids.delete(id);
    for (const events of Object.values(this.#unmatched))
      for (const [key, { timestampMs }] of events) if (timestampMs < timeMs) events.delete(key);
  }
}
