import { afterEach, describe, expect, it } from "vitest";
import {
  type FakeCloud,
  fakeConnection,
  type FakeReply,
  startFakeCloud,
} from "@/lib/aws/testing/fake-cloud";
import { readLineContext } from "@/lib/logs/read-line-context";
import { type LinesUpdate, streamLogEvents } from "@/lib/logs/read-log-events";
import {
  type HitsUpdate,
  type InvocationsUpdate,
  streamHits,
  streamInvocations,
} from "@/lib/logs/stream-invocations";

const endMs = Date.UTC(2026, 5, 1);
const span = { startMs: endMs - 3_600_000, endMs };
const id = "aaaaaaaa-0000-4000-8000-000000000001";

let cloud: FakeCloud;
afterEach(() => cloud.stop());

interface Asked {
  startTime?: number;
  endTime?: number;
  nextToken?: string;
  filterPattern?: string;
  startFromHead?: boolean;
  limit?: number;
}

/** A cloud that answers each call of the logs with what `answer` says to its input. */
async function cloudThat(answer: (asked: Asked, index: number) => FakeReply) {
  cloud = await startFakeCloud(({ body }, index) => answer(JSON.parse(body) as Asked, index));
  return fakeConnection(cloud.endpoint);
}

const event = (timestamp: number, message: string, logStreamName = "s") => ({
  eventId: `${timestamp} ${message}`,
  timestamp,
  message,
  logStreamName,
});

const throttled: FakeReply = {
  status: 400,
  body: { __type: "ThrottlingException", message: "Rate exceeded" },
};

function deps() {
  const waits: number[] = [];
  return {
    waits,
    signal: new AbortController().signal,
    wait: async (ms: number) => void waits.push(ms),
  };
}

describe("streamLogEvents", () => {
  it("asks for the newest first and tells each page as it comes", async () => {
    const connection = await cloudThat(({ nextToken, endTime }) => ({
      body:
        endTime !== endMs - 1
          ? { events: [] }
          : nextToken
            ? { events: [event(endMs - 30, "old")] }
            : { events: [event(endMs - 10, "new"), event(endMs - 20, "mid")], nextToken: "more" },
    }));
    const updates: LinesUpdate[] = [];
    const wanted = { logGroup: "g", span, limit: 100, pattern: "x" };
    await streamLogEvents(connection, wanted, (update) => updates.push(update), deps());
    expect(updates.map(({ events }) => events.map(({ message }) => message))[0]).toEqual([
      "mid",
      "new",
    ]);
    expect(updates.at(-1)).toMatchObject({ complete: true, isLast: true });
    const [first] = cloud.calls.map(({ body }) => JSON.parse(body) as Asked);
    expect(first).toMatchObject({ startFromHead: false, filterPattern: "x", limit: 500 });
  });

  it("stops at the limit and says that there is more", async () => {
    const connection = await cloudThat(({ startTime = 0 }) => ({
      body: { events: [event(startTime, "one"), event(startTime + 1, "two")] },
    }));
    const updates: LinesUpdate[] = [];
    const wanted = { logGroup: "g", span, limit: 2 };
    await streamLogEvents(connection, wanted, (update) => updates.push(update), deps());
    expect(updates.flatMap(({ events }) => events)).toHaveLength(2);
    expect(updates.at(-1)).toMatchObject({ complete: false, isLast: true });
  });

  it("waits for AWS when it throttles, longer each time, and goes on", async () => {
    // The SDK itself tries three times.
    const connection = await cloudThat((_asked, index) =>
      index < 6 ? throttled : { body: { events: [] } },
    );
    const updates: LinesUpdate[] = [];
    const given = deps();
    await streamLogEvents(
      connection,
      { logGroup: "g", span, limit: 2 },
      (update) => updates.push(update),
      given,
    );
    expect(given.waits).toEqual([1_000, 2_000]);
    expect(updates.at(-1)?.complete).toBe(true);
  });

  it("says what an endpoint without logs answers", async () => {
    const connection = await cloudThat(() => ({
      status: 404,
      headers: { "content-type": "text/html" },
      body: "<h1>Not here</h1>",
    }));
    await expect(
      streamLogEvents(connection, { logGroup: "g", span, limit: 2 }, () => {}, deps()),
    ).rejects.toMatchObject({ problem: { title: "Could not read the log group g" } });
  });

  it("does not ask backwards for times before AWS can", async () => {
    const connection = await cloudThat(() => ({ body: { events: [] } }));
    const old = { startMs: 0, endMs: 60_000 };
    await streamLogEvents(connection, { logGroup: "g", span: old, limit: 1 }, () => {}, deps());
    expect(JSON.parse(cloud.calls[0]!.body)).not.toHaveProperty("startFromHead");
  });
});

const reportOf = (requestId: string) => `REPORT RequestId: ${requestId}\tDuration: 5 ms\t\n`;

describe("streamInvocations", () => {
  it("reads REPORT lines and errors alone, in updates a page can draw", async () => {
    const connection = await cloudThat(({ endTime }) => ({
      body: {
        events:
          endTime === endMs - 1
            ? Array.from({ length: 4_500 }, (_, at) => event(endMs - 5_000 + at, reportOf(`${at}`)))
            : [],
      },
    }));
    const updates: InvocationsUpdate[] = [];
    await streamInvocations(
      connection,
      { logGroup: "g", span },
      (update) => updates.push(update),
      deps(),
    );
    expect(updates.map(({ reports }) => reports.length).filter(Boolean)).toEqual([
      2_000, 2_000, 500,
    ]);
    expect(updates[0]?.reports.at(-1)?.[0]).toBe("4499");
    expect(updates.at(-1)).toMatchObject({ coveredFromMs: span.startMs, isLast: true });
    expect(JSON.parse(cloud.calls[0]!.body).filterPattern).toContain('?"REPORT RequestId:"');
  });
});

describe("streamHits", () => {
  it("tells whose the lines are, each request once", async () => {
    const said = (text: string) => `2026-01-01T00:00:00.000Z\t${id}\tINFO\t${text}`;
    const connection = await cloudThat(({ endTime }) => ({
      body: {
        events:
          endTime === endMs - 1
            ? [
                event(endMs - 3, said("plum")),
                event(endMs - 2, said("plum again")),
                event(endMs - 1, "printed plum", "t"),
              ]
            : [],
      },
    }));
    const updates: HitsUpdate[] = [];
    await streamHits(
      connection,
      { logGroup: "g", span, pattern: "plum" },
      (update) => updates.push(update),
      deps(),
    );
    expect(updates[0]).toMatchObject({
      streams: ["s", "t"],
      hits: [
        [id, 0, endMs - 3],
        [null, 1, endMs - 1],
      ],
    });
  });
});

describe("readLineContext", () => {
  it("gives so many lines on either side, and all of the line's own millisecond", async () => {
    const all = Array.from({ length: 20 }, (_, at) => ({
      timestamp: 1_000 + at,
      message: `${at}`,
    }));
    const twins = [...all, { timestamp: 1_010, message: "twin" }];
    const connection = await cloudThat(
      ({ startTime = 0, endTime = 1e9, startFromHead, limit = 9, nextToken }) => {
        const found = twins
          .filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime)
          .sort((a, b) => a.timestamp - b.timestamp);
        return {
          body: {
            // At the end of a stream the token comes again, without events.
            events: nextToken ? [] : startFromHead ? found.slice(0, limit) : found.slice(-limit),
            nextForwardToken: "f",
            nextBackwardToken: "b",
          },
        };
      },
    );
    const wanted = { logGroup: "g", stream: "s", timestampMs: 1_010, before: 2, after: 3 };
    const { events, moreBefore, moreAfter } = await readLineContext(connection, wanted);
    expect(events.map(({ message }) => message)).toEqual([
      "8",
      "9",
      "10",
      "twin",
      "11",
      "12",
      "13",
    ]);
    expect([moreBefore, moreAfter]).toEqual([true, true]);
  });
});
