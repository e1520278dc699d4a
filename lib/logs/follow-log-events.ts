import {
  StartLiveTailCommand,
  type StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import { checkBudget, countLiveTail } from "@/lib/aws/call-meter";
import { clientsFor } from "@/lib/aws/clients";
import { errorCode } from "@/lib/aws/error-kind";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { isStreamOf } from "@/lib/model/log-group";
import type { LogEvent } from "@/lib/model/log-line";
import type { Problem } from "@/lib/model/problem";
import { liveIdPrefix, SeenEvents } from "@/lib/model/seen-events";
import { describeLogGroup } from "./describe-log-group";
import { type EventsOf, pagesOfEvents, shapeEvent } from "./filter-log-events";

export interface FollowWanted extends EventsOf {
  /** Events from here on are sent first. */
  sinceMs: number;
}

type FollowMode = "live" | "polling" | "reconnecting" | "ended";

export type FollowUpdate =
  | { kind: "mode"; mode: FollowMode; because?: string }
  /** `sampled`: Live Tail left some out, as it does above 500 a second, and they could not be read otherwise. */
  | { kind: "events"; events: LogEvent[]; sampled: boolean };

export interface FollowDeps {
  signal: AbortSignal;
  now: () => number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const sessionMs = 3 * 3_600_000;
/** AWS opens a session within a second. */
const openingMs = 10_000;
/** Live Tail sends something each second, if only to say that there is nothing. */
const silenceMs = 15_000;
const pollMs = 2_000;
/** Of one round; the next one goes on from there. */
const mostPages = 20;
/** More than this is not read beside a Live Tail that leaves events out. */
const mostPagesBesideLive = 3;
const readAgainAfterMs = 30_000;
/** Events may become readable this much after their time. */
const lateMs = 15_000;
const clockSkewMs = 60_000;
/** A session that cannot be opened again although the group can be read is given up. */
const mostFailures = 3;
const longestBackoffMs = 2_000;
const meterEveryMs = 5_000;

/**
 * Sends new events of a group until the signal is aborted, or three hours have passed: through Live Tail where the
 * connection has it (AWS bills its minutes), else by asking FilterLogEvents every two seconds. After a connection
 * that broke, and where Live Tail left events out, the gap is read. A group that does not exist yet is waited for.
 */
export async function followLogEvents(
  connection: Connection,
  wanted: FollowWanted,
  emit: (update: FollowUpdate) => void,
  deps: FollowDeps,
): Promise<void> {
  const follow = new Follow(connection, wanted, emit, deps);
  const { signal, now, wait } = deps;
  const endMs = now() + sessionMs;
  /** Why Live Tail is not used. */
  let because: string | undefined;
  while (!signal.aborted) {
    if (now() >= endMs) return follow.say("ended", "Following ends after 3 hours.");
    try {
      if (because === undefined) {
        await follow.live();
        throw new Error("the session was closed.");
      }
      await follow.catchUp(mostPages);
      follow.failures = 0;
      follow.say("polling", because);
      await wait(pollMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (errorCode(error) === "SessionTimeoutException")
        return follow.say("ended", "A Live Tail session ends after 3 hours.");
      const problem = problemFrom(error, { connection });
      if (!follow.mayPass(problem, because === undefined)) {
        if (because !== undefined || problem.kind === "credentials") throw error;
        because = `Live Tail is not available: ${problem.detail}`;
        continue;
      }
      follow.failures += 1;
      if (problem.kind !== "not-found") follow.say("reconnecting", problem.detail);
      await wait(Math.min(longestBackoffMs, 250 * 2 ** follow.failures), signal);
    }
  }
}

class Follow {
  readonly #seen = new SeenEvents();
  readonly #read;
  #sinceMs: number;
  #newestMs = 0;
  #liveCount = 0;
  #said = "";
  #hasRead = false;
  #wasLive = false;
  /** In a row. */
  failures = 0;

  constructor(
    readonly connection: Connection,
    readonly wanted: FollowWanted,
    readonly emit: (update: FollowUpdate) => void,
    readonly deps: FollowDeps,
  ) {
    this.#sinceMs = wanted.sinceMs;
    this.#read = pagesOfEvents(connection, wanted, { signal: deps.signal, forwards: true });
  }

  say(mode: FollowMode, because?: string): void {
    const text = `${mode} ${because}`;
    if (text === this.#said) return;
    this.#said = text;
    this.emit({ kind: "mode", mode, because });
  }

  /** Whether trying again may help, with a session that was open before or with reading. */
  mayPass({ kind }: Problem, isLive: boolean): boolean {
    if (isLive)
      return (
        this.#wasLive &&
        kind !== "budget" &&
        (kind === "unreachable" || this.failures < mostFailures)
      );
    if (kind === "not-found" || kind === "throttled" || kind === "unreachable") return true;
    return kind === "unexpected" && this.#hasRead;
  }

  /** Sends what a Live Tail session brings, until it ends. */
  async live(): Promise<void> {
    const { signal } = this.deps;
    const group = await describeLogGroup(this.connection, this.wanted.logGroup);
    if (!group?.arn) throw new Error("the log group does not exist yet.");
    // Should no session open again, this is what goes on.
    if (this.#wasLive) await this.catchUp(mostPages);
    const { responseStream } = await clientsFor(this.connection).logs.send(
      new StartLiveTailCommand({
        logGroupIdentifiers: [group.arn],
        logEventFilterPattern: this.wanted.pattern || undefined,
      }),
      { abortSignal: signal, requestTimeout: openingMs },
    );
    if (!responseStream) throw new Error("the answer holds no stream.");
    this.#wasLive = true;
    this.say("live");
    await this.catchUp(mostPages);
    await this.#forward(responseStream[Symbol.asyncIterator]());
  }

  async #forward(session: AsyncIterator<StartLiveTailResponseStream>): Promise<void> {
    const { now } = this.deps;
    const meter = new LiveTailMeter(this.connection, now());
    /** Until then the group is read besides, since events that were left out may become readable late. */
    let readUntilMs = 0;
    let readAgainMs = 0;
    for (;;) {
      const part = await this.#withinSilence(session.next());
      if (part.done || this.deps.signal.aborted) return;
      const update = part.value.sessionUpdate;
      this.failures = 0;
      let sampled = update?.sessionMetadata?.sampled ?? false;
      if (sampled) readUntilMs = now() + lateMs;
      if (now() < readUntilMs && now() >= readAgainMs) {
        const isWhole = await this.catchUp(mostPagesBesideLive);
        if (isWhole) sampled = false;
        else readAgainMs = now() + readAgainAfterMs;
      }
      const events = (update?.sessionResults ?? []).map((event) => ({
        ...shapeEvent(event),
        id: `${liveIdPrefix}${now()} ${(this.#liveCount += 1)}`,
      }));
      this.#send(events, sampled);
      this.#readUpTo(now());
      meter.count(now());
    }
  }

  /** Sends what FilterLogEvents has since the last time, late arrivals included; whether that was all. */
  async catchUp(pagesAtMost: number): Promise<boolean> {
    const { signal, now } = this.deps;
    const askedMs = now();
    const span = {
      startMs: Math.max(this.wanted.sinceMs, this.#sinceMs - lateMs),
      endMs: Infinity,
    };
    const tokens = new Set<string | undefined>();
    let token: string | undefined;
    let newestMs = span.startMs;
    do {
      const page = await this.#read(span, token);
      for (const { timestampMs } of page.events) newestMs = Math.max(newestMs, timestampMs);
      this.#send(page.events, false);
      tokens.add(token);
      token = tokens.has(page.nextToken) ? undefined : page.nextToken;
    } while (token && tokens.size < pagesAtMost && !signal.aborted);
    this.#hasRead = true;
    if (token) this.#sinceMs = Math.max(this.#sinceMs, newestMs);
    else this.#readUpTo(askedMs);
    return token === undefined;
  }

  /** The next gap begins at the newest event; where it is old, at a time that any clock has passed. */
  #readUpTo(nowMs: number): void {
    const sinceMs = Math.min(nowMs, Math.max(this.#newestMs, nowMs - clockSkewMs));
    this.#sinceMs = Math.max(this.#sinceMs, sinceMs);
    this.#seen.forgetBefore(this.#sinceMs - 2 * lateMs);
  }

  #send(events: readonly LogEvent[], sampled: boolean): void {
    const { functionName } = this.wanted;
    const fresh = events.filter(
      (event) =>
        (!functionName || isStreamOf(functionName, event.stream)) && this.#seen.isNew(event),
    );
    for (const { timestampMs } of fresh) this.#newestMs = Math.max(this.#newestMs, timestampMs);
    if (fresh.length > 0 || sampled) this.emit({ kind: "events", events: fresh, sampled });
  }

  async #withinSilence<T>(part: Promise<T>): Promise<T> {
    const over = new AbortController();
    const silence = this.deps
      .wait(silenceMs, AbortSignal.any([over.signal, this.deps.signal]))
      .then(() => {
        if (!over.signal.aborted) throw new Error("the session fell silent.");
        return part;
      });
    try {
      return await Promise.race([part, silence]);
    } finally {
      over.abort();
    }
  }
}

/** Counts the seconds a session is open, and ends it when the day's budget is spent. */
class LiveTailMeter {
  #countedMs: number;

  constructor(
    readonly connection: Connection,
    startMs: number,
  ) {
    this.#countedMs = startMs;
  }

  count(nowMs: number): void {
    if (nowMs - this.#countedMs < meterEveryMs) return;
    countLiveTail(this.connection.id, (nowMs - this.#countedMs) / 1000);
    this.#countedMs = nowMs;
    checkBudget(this.connection);
  }
}
