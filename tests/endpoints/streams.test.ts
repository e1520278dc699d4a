import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectTo, isolate, respond } from "./dashboard";
import { type FakeAws, startFakeAws, unknownOperations } from "./fake-aws";
import { on, streams } from "./reads";
import { world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws;
afterEach(async () => aws.stop());

/** Reads a stream's events until one is `until`, or to its end. */
async function eventsOf(
  [method, path, body]: (typeof streams)[number],
  until: string,
): Promise<{ event: string; data: ReturnType<typeof JSON.parse> }[]> {
  const hangUp = new AbortController();
  const response = await respond(method, on(path, connectTo(aws.endpoint)), {
    body,
    signal: hangUp.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const events = [];
  let text = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const lines of whole) {
      const [, event = "message"] = /^event: (.*)$/m.exec(lines) ?? [];
      const [, data] = /^data: (.*)$/m.exec(lines) ?? [];
      if (data) events.push({ event, data: JSON.parse(data) });
    }
    if (events.some(({ event }) => event === until)) break;
  }
  hangUp.abort();
  return events;
}

describe.each(Object.entries(unknownOperations))(
  "an endpoint that answers all with %s",
  (_, answer) => {
    // Who follows a log asks again after a lost connection.
    const ending = streams.filter(([, path]) => answer !== "hang up" || !path.includes("follow"));
    test.each(ending.map(([method, path, body]) => [method, path, body] as const))(
      "%s %s ends with the reason in words",
      async (method, path, body) => {
        aws = await startFakeAws({}, answer);
        const { event, data } = (await eventsOf([method, path, body], "problem")).at(-1)!;
        expect(event).toBe("problem");
        expect(data.kind).toBe(answer === "hang up" ? "unreachable" : "unsupported");
        expect(data.detail).not.toMatch(/[<>]| at .*:\d+:\d+/);
      },
    );
  },
);

test("an endpoint that does everything is searched and queried to the end", async () => {
  aws = await startFakeAws(world);
  for (const asked of streams.filter(([, path]) => !path.includes("follow"))) {
    const events = await eventsOf(asked, "problem");
    expect([asked[1], events.map(({ event }) => event)]).toEqual([
      asked[1],
      expect.not.arrayContaining(["problem"]),
    ]);
    expect(events.length).toBeGreaterThan(0);
  }
});
