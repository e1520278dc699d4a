import {
  CreateExportTaskCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListLogGroupsCommand,
  ListTagsForResourceCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  TagResourceCommand,
  TestMetricFilterCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const now = Date.UTC(2026, 10, 21, 12);
const dayMs = 86_400_000;
const logGroupName = "/aws/lambda/f";
const logGroupArn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;

let clock: ManualClock;
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeEach(async () => {
  clock = new ManualClock(now);
  engine = await startEngine({ clock });
  await logs(new CreateLogGroupCommand({ logGroupName, tags: { team: "a" } }));
});
afterEach(() => engine.stop());

const logs: typeof engine.clients.logs.send = ((command: never) =>
  engine.clients.logs.send(command)) as typeof engine.clients.logs.send;

async function put(logStreamName: string, messages: string[], startMs = now) {
  await logs(new CreateLogStreamCommand({ logGroupName, logStreamName })).catch(() => undefined);
  return logs(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: messages.map((message, index) => ({ timestamp: startMs + index, message })),
    }),
  );
}

test("groups are described with size, retention and tags, page by page", async () => {
  for (const name of ["b", "a", "c"]) await logs(new CreateLogGroupCommand({ logGroupName: name }));
  await put("s", ["12345"]);
  await logs(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
  const first = await logs(new DescribeLogGroupsCommand({ limit: 2 }));
  expect(first.logGroups?.map((group) => group.logGroupName)).toEqual([logGroupName, "a"]);
  expect(first.logGroups?.[0]).toEqual({
    logGroupName,
    creationTime: now,
    retentionInDays: 7,
    metricFilterCount: 0,
    arn: `${logGroupArn}:*`,
    logGroupArn,
    storedBytes: 31,
    logGroupClass: "STANDARD",
    deletionProtectionEnabled: false,
  });
  const second = await logs(new DescribeLogGroupsCommand({ nextToken: first.nextToken }));
  expect(second.logGroups?.map((group) => group.logGroupName)).toEqual(["b", "c"]);
  expect(second.nextToken).toBeUndefined();
  const part = await logs(new DescribeLogGroupsCommand({ logGroupNamePattern: "lambda" }));
  expect(part.logGroups).toHaveLength(1);
  const listed = await logs(new ListLogGroupsCommand({ logGroupNamePattern: "^/aws|xyz" }));
  expect(listed.logGroups?.map((group) => group.logGroupName)).toEqual([logGroupName]);
  await logs(new TagResourceCommand({ resourceArn: logGroupArn, tags: { stage: "dev" } }));
  await logs(new UntagResourceCommand({ resourceArn: logGroupArn, tagKeys: ["team"] }));
  const { tags } = await logs(new ListTagsForResourceCommand({ resourceArn: logGroupArn }));
  expect(tags).toEqual({ stage: "dev" });
});

test.each([
  [new CreateLogGroupCommand({ logGroupName }), "ResourceAlreadyExistsException", "already exists"],
  [new CreateLogGroupCommand({ logGroupName: "a b" }), "InvalidParameterException", "pattern"],
  [
    new CreateLogGroupCommand({ logGroupName: "x", kmsKeyId: "k" }),
    "InvalidParameterException",
    "does not support kmsKeyId",
  ],
  [
    new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 4 }),
    "InvalidParameterException",
    "[1, 3, 5, 7",
  ],
  [
    new DescribeLogStreamsCommand({ logGroupName: "none" }),
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  ],
  [
    new FilterLogEventsCommand({ logGroupName, filterPattern: "{ $.a" }),
    "InvalidParameterException",
    "Invalid filter pattern",
  ],
  [
    new FilterLogEventsCommand({ logGroupName, logStreamNames: ["none"] }),
    "ResourceNotFoundException",
    "log stream does not exist",
  ],
  [
    new CreateExportTaskCommand({ logGroupName, from: 0, to: 1, destination: "bucket" }),
    "NotImplementedException",
    "does not support CreateExportTask",
  ],
  [new StartLiveTailCommand({ logGroupIdentifiers: ["f"] }), "InvalidParameterException", "ARNs"],
])("the engine refuses what it should: %#", async (command, name, text) => {
  const error = await logs(command as never).then(
    () => undefined,
    (reason: Error) => reason,
  );
  expect(error?.name).toBe(name);
  expect(error?.message).toContain(text);
});

test("too old, expired and too new events are reported and left out", async () => {
  await logs(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  await put("s", ["first"]);
  const at = (timestamp: number) =>
    logs(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: "s",
        logEvents: [{ timestamp, message: "m" }],
      }),
    );
  expect((await at(now - 15 * dayMs)).rejectedLogEventsInfo).toEqual({
    tooOldLogEventEndIndex: 1,
    expiredLogEventEndIndex: 1,
  });
  expect((await at(now - 2 * dayMs)).rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
  expect((await at(now + 3 * 3_600_000)).rejectedLogEventsInfo).toEqual({
    tooNewLogEventStartIndex: 0,
  });
  expect((await at(now + 3_600_000)).rejectedLogEventsInfo).toBeUndefined();
  const backwards = new PutLogEventsCommand({
    logGroupName,
    logStreamName: "s",
    logEvents: [
      { timestamp: now, message: "b" },
      { timestamp: now - 1, message: "a" },
    ],
  });
  await expect(logs(backwards)).rejects.toThrow("chronological order");
  const { events } = await logs(new GetLogEventsCommand({ logGroupName, logStreamName: "s" }));
  expect(events?.map(({ message }) => message)).toEqual(["first", "m"]);
});

test("GetLogEvents walks to both ends and stays there", async () => {
  await put("s", ["0", "1", "2", "3", "4"]);
  const get = async (input: { nextToken?: string; startFromHead?: boolean }) => {
    const page = await logs(
      new GetLogEventsCommand({ logGroupName, logStreamName: "s", limit: 2, ...input }),
    );
    return { ...page, text: page.events?.map(({ message }) => message).join("") };
  };
  const newest = await get({});
  expect(newest.text).toBe("34");
  const older = await get({ nextToken: newest.nextBackwardToken });
  expect(older.text).toBe("12");
  const oldest = await get({ nextToken: older.nextBackwardToken });
  expect(oldest.text).toBe("0");
  const beyond = await get({ nextToken: oldest.nextBackwardToken });
  expect(beyond.text).toBe("");
  expect(beyond.nextBackwardToken).toBe(oldest.nextBackwardToken);
  const again = await get({ nextToken: newest.nextForwardToken });
  expect(again.text).toBe("");
  expect(again.nextForwardToken).toBe(newest.nextForwardToken);
  await put("s", ["5"], now + 100);
  expect((await get({ nextToken: newest.nextForwardToken })).text).toBe("5");
  expect((await get({ startFromHead: true })).text).toBe("01");
});

test("FilterLogEvents pages through all streams in order of time", async () => {
  await put("a", ["ERROR 0", "fine", "ERROR 2"]);
  await put("b", ["ERROR 3", "fine", "ERROR 5"], now + 3);
  const seen: string[] = [];
  const pages = paginateFilterLogEvents(
    { client: engine.clients.logs },
    { logGroupName, filterPattern: "ERROR", limit: 3 },
  );
  for await (const page of pages)
    seen.push(page.events?.map((event) => `${event.logStreamName}:${event.message}`).join() ?? "");
  expect(seen).toEqual(["a:ERROR 0,a:ERROR 2,b:ERROR 3", "b:ERROR 5"]);
  const narrow = await logs(
    new FilterLogEventsCommand({
      logGroupIdentifier: logGroupArn,
      logStreamNamePrefix: "b",
      startTime: now + 4,
      endTime: now + 5,
      startFromHead: false,
    }),
  );
  expect(narrow.events?.map(({ message }) => message)).toEqual(["ERROR 5", "fine"]);
});

test("streams are ordered by name or by their last event", async () => {
  await put("a", ["x"], now + 50);
  await put("c", ["x"], now + 20);
  await logs(new CreateLogStreamCommand({ logGroupName, logStreamName: "b" }));
  const names = async (input: object) =>
    (await logs(new DescribeLogStreamsCommand({ logGroupName, ...input }))).logStreams?.map(
      ({ logStreamName }) => logStreamName,
    );
  expect(await names({})).toEqual(["a", "b", "c"]);
  expect(await names({ orderBy: "LastEventTime", descending: true })).toEqual(["a", "c", "b"]);
  expect(await names({ logStreamNamePrefix: "c" })).toEqual(["c"]);
});

test("a protected group cannot be deleted until the protection is off", async () => {
  const protect = (deletionProtectionEnabled: boolean) =>
    logs(
      new PutLogGroupDeletionProtectionCommand({
        logGroupIdentifier: logGroupName,
        deletionProtectionEnabled,
      }),
    );
  await protect(true);
  await expect(logs(new DeleteLogGroupCommand({ logGroupName }))).rejects.toThrow("protection");
  await protect(false);
  await logs(new DeleteLogGroupCommand({ logGroupName }));
  const { logGroups } = await logs(new DescribeLogGroupsCommand({}));
  expect(logGroups).toEqual([]);
});

test("TestMetricFilter says what matches and what the fields are", async () => {
  const { matches } = await logs(
    new TestMetricFilterCommand({
      filterPattern: "[level = ERROR, text]",
      logEventMessages: ["INFO all well", "ERROR it broke"],
    }),
  );
  expect(matches).toEqual([
    {
      eventNumber: 2,
      eventMessage: "ERROR it broke",
      extractedValues: { $level: "ERROR", $text: "it broke" },
    },
  ]);
});

test("a live tail arrives over HTTP as events", async () => {
  await put("s", ["before"]);
  const { responseStream } = await logs(
    new StartLiveTailCommand({ logGroupIdentifiers: [logGroupArn] }),
  );
  if (!responseStream) throw new Error("The session has no events");
  const events = responseStream[Symbol.asyncIterator]();
  expect((await events.next()).value.sessionStart.logGroupIdentifiers).toEqual([logGroupArn]);
  await put("s", ["hello"]);
  const reading = events.next();
  await clock.advance(1_000);
  expect((await reading).value.sessionUpdate.sessionResults[0].message).toBe("hello");
});
