import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteQueryDefinitionCommand,
  DescribeQueriesCommand,
  DescribeQueryDefinitionsCommand,
  GetLogGroupFieldsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  ListLogGroupsForQueryCommand,
  PutLogEventsCommand,
  PutQueryDefinitionCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const now = Date.UTC(2026, 10, 21, 12);
const nowSeconds = now / 1000;
const logGroupName = "/aws/lambda/f";

let clock: ManualClock;
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeEach(async () => {
  clock = new ManualClock(now);
  engine = await startEngine({ clock });
  await create(logGroupName, "s");
});
afterEach(() => engine.stop());

const logs: typeof engine.clients.logs.send = ((command: never) =>
  engine.clients.logs.send(command)) as never;

async function create(group: string, stream: string) {
  await logs(new CreateLogGroupCommand({ logGroupName: group }));
  await logs(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }));
}

const put = (messages: string[], group = logGroupName, firstMs = now - 60_000) =>
  logs(
    new PutLogEventsCommand({
      logGroupName: group,
      logStreamName: "s",
      logEvents: messages.map((message, index) => ({ timestamp: firstMs + index, message })),
    }),
  );

const start = async (input: Partial<StartQueryCommandInput> = {}) => {
  const { queryId } = await logs(
    new StartQueryCommand({
      logGroupName,
      startTime: nowSeconds - 3600,
      endTime: nowSeconds,
      queryString: "fields @message",
      ...input,
    }),
  );
  return queryId;
};

/** Fetches results until the query is at its end: each call lets it work on. */
async function finish(queryId: string | undefined) {
  for (;;) {
    const page = await logs(new GetQueryResultsCommand({ queryId }));
    if (page.status !== "Running" && page.status !== "Scheduled") return page;
  }
}

const shown = (rows: { field?: string; value?: string }[][] = []) =>
  rows.map((row) => row.filter(({ field }) => field !== "@ptr").map(({ value }) => value));

test("a query runs to its end and tells what it looked at", async () => {
  await put(["one", "two ERROR", "three"]);
  const page = await finish(
    await start({ queryString: "fields @message | filter @message like /ERROR/" }),
  );
  expect(page).toMatchObject({
    status: "Complete",
    queryLanguage: "CWLI",
    statistics: {
      recordsMatched: 1,
      recordsScanned: 3,
      bytesScanned: "onetwo ERRORthree".length,
      logGroupsScanned: 1,
    },
  });
  expect(shown(page.results)).toEqual([["two ERROR"]]);
});

test("times are whole seconds, both inclusive", async () => {
  await put(["a", "b"], logGroupName, now - 1);
  await put(["c"], logGroupName, now + 999);
  await put(["d"], logGroupName, now + 1000);
  const { results } = await finish(await start({ startTime: nowSeconds, endTime: nowSeconds }));
  expect(shown(results)).toEqual([["c"], ["b"]]);
});

test("events of several groups come in order of time", async () => {
  await create("other", "s");
  await put(["1", "3"], logGroupName, now - 10);
  await put(["2"], "other", now - 10);
  const queryId = await start({
    logGroupName: undefined,
    logGroupNames: [logGroupName, "other"],
    queryString: "fields @log, @message | sort @timestamp asc",
  });
  const { results, statistics } = await finish(queryId);
  expect(shown(results)).toEqual([
    ["000000000000:/aws/lambda/f", "1"],
    ["000000000000:other", "2"],
    ["000000000000:/aws/lambda/f", "3"],
  ]);
  expect(statistics?.logGroupsScanned).toBe(2);
  expect(await logs(new ListLogGroupsForQueryCommand({ queryId }))).toMatchObject({
    logGroupIdentifiers: [logGroupName, "other"],
  });
});

test("a query is stopped once", async () => {
  const queryId = await start();
  await finish(queryId);
  await expect(logs(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("has ended already: its status is Complete"),
  });
});

test("results come in pages", async () => {
  await put(["a", "b", "c"]);
  const queryId = await start();
  await finish(queryId);
  const first = await logs(new GetQueryResultsCommand({ queryId, maxItems: 2 }));
  const second = await logs(
    new GetQueryResultsCommand({ queryId, maxItems: 2, nextToken: first.nextToken }),
  );
  expect([shown(first.results), shown(second.results)]).toEqual([[["c"], ["b"]], [["a"]]]);
  expect(second.nextToken).toBeUndefined();
});

test("limit any and full listings do not read what cannot change them", async () => {
  const many = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
  await put(many);
  const any = await finish(await start({ queryString: "fields @message | limit any 3" }));
  expect(any.results).toHaveLength(3);
  expect(any.statistics?.recordsScanned).toBeLessThan(5_000);
  const all = await finish(await start({ queryString: "fields @message | limit 3" }));
  expect(all.statistics).toMatchObject({ recordsScanned: 5_000, recordsMatched: 5_000 });
});

test("queries are listed in AWS's form", async () => {
  const queryId = await start();
  await finish(queryId);
  const { queries } = await logs(new DescribeQueriesCommand({ logGroupName }));
  expect(queries).toEqual([
    {
      queryLanguage: "CWLI",
      queryId,
      queryString: `SOURCE "${logGroupName}" START=${nowSeconds - 3600}000 END=${nowSeconds}999 | fields @message`,
      status: "Complete",
      createTime: now,
      logGroupName,
    },
  ]);
  expect(await logs(new DescribeQueriesCommand({ status: "Running" }))).toMatchObject({
    queries: [],
  });
});

test("what is wrong with a call is said", async () => {
  await expect(start({ queryString: "fields @message | bad" })).rejects.toMatchObject({
    name: "MalformedQueryException",
    message: "unexpected symbol found bad at line 1 and position 19",
    queryCompileError: {
      location: { startCharOffset: 18, endCharOffset: 21 },
      message: "unexpected symbol found bad at line 1 and position 19",
    },
  });
  await expect(start({ logGroupName: "missing" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: expect.stringMatching(
      /^Log group 'missing' does not exist for account ID '000000000000' \(Service: AWSLogs;/,
    ),
  });
  const refused = { name: "InvalidParameterException" };
  await expect(start({ logGroupNames: ["x"] })).rejects.toMatchObject(refused);
  await expect(start({ queryLanguage: "SQL" })).rejects.toMatchObject(refused);
  await expect(start({ endTime: 1 })).rejects.toMatchObject(refused);
  await expect(logs(new GetQueryResultsCommand({ queryId: "none" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("@ptr leads to all fields of its event", async () => {
  await put(['{"level":"INFO","user":{"name":"ann"}}']);
  const { results = [] } = await finish(await start());
  const logRecordPointer = results[0]?.find(({ field }) => field === "@ptr")?.value;
  expect((await logs(new GetLogRecordCommand({ logRecordPointer }))).logRecord).toEqual({
    "@ingestionTime": String(now),
    "@log": "000000000000:/aws/lambda/f",
    "@logStream": "s",
    "@message": '{"level":"INFO","user":{"name":"ann"}}',
    "@ptr": logRecordPointer,
    "@timestamp": String(now - 60_000),
    level: "INFO",
    "user.name": "ann",
  });
  await expect(logs(new GetLogRecordCommand({ logRecordPointer: "x" }))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
});

test("the fields of a group are counted in its newest events", async () => {
  await put([
    '{"level":"INFO"}',
    "START RequestId: 8f5b1a2c-1234-4321-8888-000000000001 Version: 1",
  ]);
  const { logGroupFields } = await logs(new GetLogGroupFieldsCommand({ logGroupName }));
  expect(logGroupFields).toEqual([
    { name: "@ingestionTime", percent: 100 },
    { name: "@log", percent: 100 },
    { name: "@logStream", percent: 100 },
    { name: "@message", percent: 100 },
    { name: "@timestamp", percent: 100 },
    { name: "@requestId", percent: 50 },
    { name: "@type", percent: 50 },
    { name: "level", percent: 50 },
  ]);
});

test("queries are saved, changed, listed by prefix and deleted", async () => {
  const { queryDefinitionId } = await logs(
    new PutQueryDefinitionCommand({
      name: "team/errors",
      queryString: "fields @message",
      logGroupNames: ["a"],
    }),
  );
  await logs(new PutQueryDefinitionCommand({ name: "other", queryString: "fields @log" }));
  await logs(
    new PutQueryDefinitionCommand({
      queryDefinitionId,
      name: "team/all",
      queryString: "fields @log",
    }),
  );
  const { queryDefinitions } = await logs(
    new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: "team/" }),
  );
  expect(queryDefinitions).toEqual([
    {
      queryLanguage: "CWLI",
      queryDefinitionId,
      name: "team/all",
      queryString: "fields @log",
      lastModified: now,
      logGroupNames: [],
    },
  ]);
  expect(await logs(new DeleteQueryDefinitionCommand({ queryDefinitionId }))).toMatchObject({
    success: true,
  });
  await expect(logs(new DeleteQueryDefinitionCommand({ queryDefinitionId }))).rejects.toMatchObject(
    {
      name: "ResourceNotFoundException",
    },
  );
});
