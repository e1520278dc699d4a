import type {
  StartLiveTailRequest,
  StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { CallContext } from "../../http/service.ts";
import { openDatabase } from "../../store/database.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { LogStore } from "../log-store.ts";
import { startLiveTail } from "./start-live-tail.ts";

const now = Date.UTC(2026, 10, 21, 12);
const region = "us-east-1";
const logGroup = "/aws/lambda/f";
const logGroupArn = `arn:aws:logs:${region}:000000000000:log-group:${logGroup}`;

let clock: ManualClock;
let store: LogStore;
let abort: AbortController;

beforeEach(() => {
  clock = new ManualClock(now);
  store = new LogStore(openDatabase(mkdtempSync(join(tmpdir(), "tail-"))), clock);
  abort = new AbortController();
  append("s", ["ERROR before the session"]);
});

function append(logStream: string, messages: string[]) {
  const events = messages.map((message) => ({ timestampMs: now, message }));
  store.put(region, logGroup, logStream, events);
}

function follow(
  start: ReturnType<typeof startLiveTail>,
  input: Partial<StartLiveTailRequest> = {},
) {
  const context: CallContext = {
    requestId: "r",
    region,
    accountId: "000000000000",
    accessKeyId: "test",
    endpoint: "http://127.0.0.1",
    signal: abort.signal,
  };
  const { responseStream } = start({ logGroupIdentifiers: [logGroupArn], ...input }, context);
  if (!responseStream) throw new Error("The session has no events");
  return responseStream[Symbol.asyncIterator]();
}

async function afterASecond(events: AsyncIterator<StartLiveTailResponseStream>) {
  const [{ value }] = await Promise.all([events.next(), clock.advance(1_000)]);
  return (value as StartLiveTailResponseStream).sessionUpdate;
}

test("sends what matches each second, and a sample of a flood", async () => {
  const events = follow(startLiveTail(store, clock), {
    logEventFilterPattern: "ERROR",
    logStreamNamePrefixes: ["s"],
  });
  expect((await events.next()).value.sessionStart).toMatchObject({
    logGroupIdentifiers: [logGroupArn],
    logEventFilterPattern: "ERROR",
    logStreamNamePrefixes: ["s"],
  });
  append("s", ["ERROR one", "fine"]);
  append("t", ["ERROR elsewhere"]);
  store.append(region, "other", "s", [{ timestampMs: now, message: "ERROR elsewhere" }]);
  expect(await afterASecond(events)).toEqual({
    sessionMetadata: { sampled: false },
    sessionResults: [
      {
        logStreamName: "s",
        logGroupIdentifier: logGroupArn,
        message: "ERROR one",
        timestamp: now,
        ingestionTime: now,
      },
    ],
  });
  expect((await afterASecond(events))?.sessionResults).toEqual([]);
  append(
    "s",
    Array.from({ length: 1200 }, (_, index) => `ERROR ${index}`),
  );
  const flood = await afterASecond(events);
  expect(flood?.sessionMetadata?.sampled).toBe(true);
  expect(flood?.sessionResults).toHaveLength(500);
  expect(flood?.sessionResults?.at(-1)?.message).toBe("ERROR 1199");
});

test("500 lines a second arrive in order, none lost and none twice, whatever their rhythm", async () => {
  const events = follow(startLiveTail(store, clock));
  await events.next();
  const rhythm = [480, 640, 310, 700, 370, 500, 500, 620, 380, 500];
  const sent = rhythm.map((count, second) =>
    Array.from({ length: count }, (_, index) => `${second}.${index}`),
  );
  const seen: (string | undefined)[] = [];
  for (const messages of [...sent, []]) {
    append("s", messages);
    const update = await afterASecond(events);
    expect(update?.sessionMetadata?.sampled).toBe(false);
    seen.push(...(update?.sessionResults ?? []).map(({ message }) => message));
  }
  expect(seen).toEqual(sent.flat());
});

test("a slow reader finds updates on the clock's seconds and a bounded backlog", async () => {
  const events = follow(startLiveTail(store, clock));
  await events.next();
  append("s", ["first"]);
  expect((await afterASecond(events))?.sessionResults).toHaveLength(1);
  for (let batch = 0; batch < 20; batch++)
    append(
      "s",
      Array.from({ length: 500 }, () => "x"),
    );
  await clock.advance(7_300);
  const late = await events.next();
  const { sessionUpdate } = late.value as StartLiveTailResponseStream;
  expect(sessionUpdate?.sessionMetadata?.sampled).toBe(true);
  expect(sessionUpdate?.sessionResults).toHaveLength(500);
});

test("ends with its caller and leaves nothing behind", async () => {
  const timersBefore = clock.pending;
  const events = follow(startLiveTail(store, clock));
  await events.next();
  const reading = events.next();
  expect(clock.pending).toBe(timersBefore + 1);
  abort.abort();
  expect(await reading).toEqual({ done: true, value: undefined });
  expect(clock.pending).toBe(timersBefore);
});

test("ends after three hours", async () => {
  const events = follow(startLiveTail(store, clock));
  await events.next();
  let updates = 0;
  const ended = await (async () => {
    for (;;) {
      await afterASecond(events);
      updates++;
    }
  })().catch((error: Error) => error.name);
  expect(ended).toBe("SessionTimeoutException");
  expect(updates).toBe(10_800);
});

test("fifteen sessions are the limit; one that ended makes room", async () => {
  const start = startLiveTail(store, clock);
  const sessions = Array.from({ length: 15 }, () => follow(start));
  await Promise.all(sessions.map((session) => session.next()));
  expect(() => follow(start)).toThrow("15 live tail sessions");
  await sessions[0]?.return?.();
  expect(() => follow(start)).not.toThrow();
});

test.each<[Partial<StartLiveTailRequest>, string]>([
  [{ logGroupIdentifiers: ["f"] }, "must be ARNs"],
  [{ logGroupIdentifiers: [`${logGroupArn}:*`] }, "must not end with an asterisk"],
  [{ logGroupIdentifiers: [`${logGroupArn}x`] }, "The specified log group does not exist."],
  [{ logStreamNames: ["s"], logStreamNamePrefixes: ["s"] }, "mutually exclusive"],
  [{ logGroupIdentifiers: [logGroupArn, logGroupArn], logStreamNames: ["s"] }, "single log group"],
  [{ logEventFilterPattern: "{ $.a" }, "Invalid filter pattern"],
])("a wrong call is refused: %#", (input, reason) => {
  expect(() => follow(startLiveTail(store, clock), input)).toThrow(reason);
});
