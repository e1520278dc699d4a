import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { resolveConnection } from "@/lib/aws/connections";
import type { ReceivedCall } from "@/lib/aws/testing/fake-cloud";
import { saveEndpoint } from "@/lib/store/endpoints";
import { awsError, type Answer, notFoundPage, ok, startFakeAws } from "@/tests/endpoints/fake-aws";
import { problemOf } from "@/tests/start-cloud";
import { readInvocationLog } from "./read-invocation-log";

const id = "7d1c0f2e-91ab-4000-8000-5f1c9d7d1c0f";
const wanted = { logGroup: "/aws/lambda/f", requestId: id, sentMs: 100_000 };

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-log-"));
  vi.stubEnv("LAMBDECK_HOME", home);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

async function read(answer: Answer) {
  const fake = await startFakeAws({ "logs.FilterLogEvents": answer });
  const name = new URL(fake.endpoint).port;
  saveEndpoint({ name, url: fake.endpoint, region: "us-east-1" });
  const connection = await resolveConnection(`endpoint:${name}`);
  try {
    return { log: await readInvocationLog(connection, wanted), calls: fake.calls };
  } finally {
    await fake.stop();
  }
}

const event = (timestamp: number, message: string, stream = "s") => ({
  eventId: `${stream}${timestamp}`,
  timestamp,
  message,
  logStreamName: stream,
});
const lines = [
  event(101_000, `START RequestId: ${id} Version: 1`),
  event(101_001, "printed without an id"),
  event(
    101_002,
    `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB`,
  ),
];

/** As AWS: the pattern first, then the stream between the times found. */
const asAws = ({ body }: ReceivedCall) => {
  const {
    filterPattern,
    logStreamNames,
    startTime,
    endTime = Infinity,
  } = JSON.parse(body) as {
    filterPattern?: string;
    logStreamNames?: string[];
    startTime: number;
    endTime?: number;
  };
  const found = lines.filter(
    ({ message, timestamp }) =>
      timestamp >= startTime &&
      timestamp <= endTime &&
      (!filterPattern || message.includes(filterPattern.slice(1, -1))),
  );
  return ok({ events: logStreamNames?.includes("s") === false ? [] : found });
};

test("reads the whole log of a request, also the lines that do not name it", async () => {
  const { log, calls } = await read(asAws);
  expect(log.attempts).toHaveLength(1);
  expect(log.attempts[0]?.lines.map(({ event: { message } }) => message)).toEqual(
    lines.map(({ message }) => message),
  );
  expect(calls.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { filterPattern: `"${id}"`, startTime: 40_000 },
    { logStreamNames: ["s"] },
  ]);
});

test("nothing has come yet: no group, no lines, other requests' lines only", async () => {
  const missing = awsError(
    400,
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  );
  expect((await read(missing)).log).toEqual({ attempts: [], hasGroup: false });
  expect((await read(ok({}))).log).toEqual({ attempts: [], hasGroup: true });
  expect((await read(ok({ events: [event(1, "another's line")] }))).log.attempts).toEqual([]);
});

test("an endpoint that gives one token for ever is not asked for ever", async () => {
  const { calls } = await read(ok({ events: [], nextToken: "again" }));
  expect(calls.length).toBeLessThanOrEqual(3);
});

test("who may not read the group is told so", async () => {
  const denied = awsError(
    400,
    "AccessDeniedException",
    "not authorized to perform: logs:FilterLogEvents",
  );
  expect(await problemOf(read(denied))).toMatchObject({ kind: "denied" });
  // A service that is not there is no empty group.
  expect(await problemOf(read(notFoundPage))).not.toMatchObject({ kind: "unexpected" });
});
