import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectTo, isolate, respond } from "./dashboard";
import { type Answer, awsError, type FakeAws, notFoundPage, ok, startFakeAws } from "./fake-aws";
import { on } from "./reads";
import { functionName, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws;
afterEach(async () => aws.stop());

const now = Date.now();
const events = ok({
  events: [{ eventId: "1", timestamp: now, logStreamName: "s", message: "hello" }],
});

/** What the stream says until it has said all of `until`, or has ended. */
async function follow(different: Record<string, Answer>, ...until: string[]): Promise<string> {
  aws = await startFakeAws({ ...world, "logs.FilterLogEvents": events, ...different });
  const hangUp = new AbortController();
  const path = `/api/logs/follow?group=/aws/lambda/${functionName}&sinceMs=${now}`;
  const response = await respond("GET", on(path, connectTo(aws.endpoint)), {
    signal: hangUp.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    text += value ?? "";
    if (done || until.every((part) => text.includes(part))) break;
  }
  hangUp.abort();
  return text;
}

test.each<[string, Answer]>([
  ["does not know Live Tail", notFoundPage],
  ["hangs up on it", "hang up"],
  ["answers it in JSON", ok({})],
  ["answers it with a web page", { headers: { "content-type": "text/html" }, body: "<h1>hi</h1>" }],
  ["answers it with 500", { status: 500, body: "" }],
  [
    "denies it",
    awsError(400, "AccessDeniedException", "not authorized to perform: logs:StartLiveTail"),
  ],
])("an endpoint that %s is asked again and again, and says why", async (_name, answer) => {
  const text = await follow({ "logs.StartLiveTail": answer }, "hello", "polling");
  expect(text).toContain('"mode":"polling"');
  expect(text).toContain('"because":"');
  expect(text).toContain('"message":"hello"');
  expect(text).not.toContain("event: problem");
});

test("a group that is not there yet is waited for", async () => {
  const text = await follow(
    {
      "logs.DescribeLogGroups": ok({}),
      "logs.FilterLogEvents": (_call, index) =>
        index === 0 ? awsError(400, "ResourceNotFoundException", "no such group") : events,
    },
    "hello",
  );
  expect(text).toContain("hello");
  expect(text).not.toContain("event: problem");
});

test("one round of pages without end is one round", async () => {
  const text = await follow(
    {
      "logs.StartLiveTail": notFoundPage,
      "logs.FilterLogEvents": (_call, index) => ok({ events: [], nextToken: `t${index}` }),
    },
    "polling",
  );
  expect(text).toContain("polling");
  await aws.stop();
  expect(aws.count("logs.FilterLogEvents")).toBeLessThanOrEqual(20);
});

test("an endpoint that has no logs at all ends the stream with the problem", async () => {
  const text = await follow(
    {
      "logs.DescribeLogGroups": notFoundPage,
      "logs.FilterLogEvents": notFoundPage,
      "logs.StartLiveTail": notFoundPage,
    },
    "event: problem",
  );
  expect(text).toContain('"kind":"unsupported"');
});
