import { afterEach, describe, expect, it } from "vitest";
import { type FakeCloud, fakeConnection, startFakeCloud } from "@/lib/aws/testing/fake-cloud";
import { followLogEvents, type FollowUpdate } from "@/lib/logs/follow-log-events";

const now = Date.UTC(2026, 5, 1);

interface Event {
  eventId: string;
  timestamp: number;
  logStreamName: string;
  message: string;
}

const event = (id: number, timestamp = now): Event => ({
  eventId: String(id),
  timestamp,
  logStreamName: "s",
  message: `line ${id}`,
});

/** A cloud without Live Tail; `filter` answers each FilterLogEvents in turn, the last one for ever. */
async function cloudWith(...filter: (() => object | "hang up")[]): Promise<FakeCloud> {
  let asked = 0;
  return startFakeCloud(({ headers }) => {
    const operation = String(headers["x-amz-target"]).split(".").at(-1);
    if (operation !== "FilterLogEvents")
      return { status: 404, body: { __type: "UnknownOperationException" } };
    const answer = filter[Math.min(asked, filter.length - 1)]!();
    asked += 1;
    return answer === "hang up" ? "hang up" : { body: answer };
  });
}

let cloud: FakeCloud;
afterEach(() => cloud.stop());

/** Follows until `rounds` waits have passed; a held clock moves with them, or faster. */
async function follow(rounds: number, speed = 1): Promise<FollowUpdate[]> {
  const updates: FollowUpdate[] = [];
  const over = new AbortController();
  let timeMs = now;
  let waits = 0;
  await followLogEvents(
    fakeConnection(cloud.endpoint),
    { logGroup: "/aws/lambda/x", sinceMs: now - 60_000 },
    (update) => updates.push(update),
    {
      signal: over.signal,
      now: () => timeMs,
      wait: async (ms) => {
        timeMs += ms * speed;
        if ((waits += 1) >= rounds) over.abort();
      },
    },
  );
  return updates;
}

const lines = (updates: readonly FollowUpdate[]) =>
  updates.flatMap((update) => (update.kind === "events" ? update.events : [])).map(({ id }) => id);
const modes = (updates: readonly FollowUpdate[]) =>
  updates.flatMap((update) => (update.kind === "mode" ? update.mode : []));

describe("followLogEvents without Live Tail", () => {
  it("sends each line once although it asks for the last seconds again", async () => {
    cloud = await cloudWith(
      () => ({ events: [event(1), event(2)] }),
      () => ({ events: [event(1), event(2), event(3, now + 1)] }),
    );
    const updates = await follow(3);
    expect(lines(updates)).toEqual(["1", "2", "3"]);
    expect(modes(updates)).toEqual(["polling"]);
    const asked = cloud.calls
      .filter(({ body }) => body.includes("startTime"))
      .map(({ body }) => JSON.parse(body).startTime);
    // From the newest line on, and a little before it for those that come late.
    expect(asked).toEqual([now - 60_000, now - 15_000, now + 1 - 15_000]);
  });

  it("goes on where it was after the connection broke, and says that it did", async () => {
    let isDown = false;
    cloud = await cloudWith(
      () => ({ events: [event(1)] }),
      () => {
        isDown = true;
        return "hang up";
      },
      () => (isDown ? "hang up" : {}),
      () => "hang up",
      () => ({ events: [event(1), event(2)] }),
    );
    const updates = await follow(5);
    expect(lines(updates)).toEqual(["1", "2"]);
    expect(modes(updates)).toEqual(["polling", "reconnecting", "polling"]);
  });

  it("takes no more than so many pages at a time, and the rest the next time", async () => {
    let page = 0;
    cloud = await cloudWith(() => {
      page += 1;
      return { events: [event(page, now + page)], nextToken: `after-${page}` };
    });
    const updates = await follow(2);
    expect(lines(updates)).toHaveLength(40);
    expect(JSON.parse(cloud.calls.at(-20)!.body)).toMatchObject({ startTime: now + 20 - 15_000 });
  });

  it("ends after three hours", async () => {
    cloud = await cloudWith(() => ({ events: [] }));
    const updates = await follow(20, 1_000);
    expect(updates.at(-1)).toMatchObject({ kind: "mode", mode: "ended" });
  });
});
