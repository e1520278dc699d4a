import { afterEach, expect, test } from "vitest";
import { budgetSetting, readApiUse } from "@/lib/aws/call-meter";
import {
  type FakeCloud,
  type FakeReply,
  fakeConnection,
  startFakeCloud,
} from "@/lib/aws/testing/fake-cloud";
import type { QueryUpdate } from "@/lib/model/insights-query";
import { ProblemError } from "@/lib/model/problem";
import { saveSetting } from "@/lib/store/settings";
import { runQuery } from "./run-query";

const gigabyte = 2 ** 30;
let cloud: FakeCloud;
afterEach(() => cloud.stop());

type Answers = Record<string, (index: number) => FakeReply>;

/** A service that gives each operation's answers in turn. */
async function start(answers: Answers) {
  const asked: Record<string, number> = {};
  cloud = await startFakeCloud(({ headers }) => {
    const operation = String(headers["x-amz-target"]).split(".").pop()!;
    const index = (asked[operation] = (asked[operation] ?? 0) + 1) - 1;
    const answer = answers[operation]?.(index);
    return (
      answer ?? { status: 400, body: { __type: "UnknownOperationException", message: operation } }
    );
  });
  return { connection: fakeConnection(cloud.endpoint), asked };
}

async function run(answers: Answers, stopAfter = Number.POSITIVE_INFINITY) {
  const { connection, asked } = await start(answers);
  const abort = new AbortController();
  const updates: QueryUpdate[] = [];
  const waits: number[] = [];
  const problem = await runQuery(
    connection,
    { groups: ["/aws/lambda/f"], text: "fields @message", span: { startMs: 1500, endMs: 9200 } },
    (update) => {
      updates.push(update);
      if (updates.length >= stopAfter) abort.abort();
    },
    { signal: abort.signal, wait: async (ms) => void waits.push(ms) },
  ).catch((error: unknown) => (error instanceof ProblemError ? error.problem : error));
  return { updates, problem, asked, waits, connection };
}

const started = () => ({ body: { queryId: "q-1" } });
const running = (bytesScanned: number) => ({
  body: {
    status: "Running",
    results: [],
    statistics: { bytesScanned, recordsScanned: 5, recordsMatched: 1 },
  },
});
const done = (bytesScanned: number) => ({
  body: {
    status: "Complete",
    results: [
      [
        { field: "a", value: "1" },
        { field: "@ptr", value: "p1" },
      ],
      [
        { field: "b", value: "2" },
        { field: "@ptr", value: "p2" },
      ],
    ],
    statistics: { bytesScanned, recordsScanned: 9, recordsMatched: 2 },
  },
});
const scanned = (connection: Parameters<typeof readApiUse>[0]) =>
  readApiUse(connection).today.lines.find(({ item }) => item === "scanned-bytes")?.amount;

test("progress comes as it is, the result as a table, and the scan is counted once", async () => {
  const { updates, asked, connection, waits } = await run({
    StartQuery: started,
    GetQueryResults: (index) => [running(100), running(400), done(1000)][index]!,
  });
  expect(updates.map(({ status, statistics }) => [status, statistics.bytesScanned])).toEqual([
    ["Running", 100],
    ["Running", 400],
    ["Complete", 1000],
  ]);
  expect(updates.at(-1)).toMatchObject({
    more: false,
    table: {
      columns: ["a", "@ptr", "b"],
      rows: [
        ["1", "p1", null],
        [null, "p2", "2"],
      ],
    },
  });
  expect(scanned(connection)).toBe(1000);
  expect(asked).toEqual({ StartQuery: 1, GetQueryResults: 3 });
  expect(waits[1]).toBeGreaterThan(waits[0]!);
  expect(JSON.parse(cloud.calls[0]!.body)).toMatchObject({
    logGroupNames: ["/aws/lambda/f"],
    startTime: 1,
    endTime: 10,
  });
});

test("when nobody waits any more the query is stopped, and what it scanned still counts", async () => {
  const { updates, asked, connection } = await run(
    {
      StartQuery: started,
      GetQueryResults: (index) =>
        index === 0 ? running(100) : { body: { ...done(250).body, status: "Cancelled" } },
      StopQuery: () => ({ body: { success: true } }),
    },
    1,
  );
  expect(updates).toHaveLength(1);
  expect(asked.StopQuery).toBe(1);
  expect(scanned(connection)).toBe(250);
});

test("a query that passes the day's budget is stopped with the reason", async () => {
  const { connection, asked } = await start({
    StartQuery: started,
    GetQueryResults: (index) => running((index + 1) * gigabyte),
    StopQuery: () => ({ body: { success: true } }),
  });
  saveSetting(budgetSetting(connection.id), 0.012);
  const problem = await runQuery(
    connection,
    { groups: ["g"], text: "fields @message", span: { startMs: 0, endMs: 1000 } },
    () => {},
    { signal: new AbortController().signal, wait: async () => {} },
  ).catch((error: ProblemError) => error.problem);
  expect(problem).toMatchObject({ kind: "budget" });
  expect(asked.StopQuery).toBe(1);
  expect(asked.GetQueryResults).toBe(4);
});

test("a mistake in the text comes with its place", async () => {
  const { problem } = await run({
    StartQuery: () => ({
      status: 400,
      body: {
        __type: "MalformedQueryException",
        message: "the query is malformed",
        queryCompileError: {
          location: { startCharOffset: 7, endCharOffset: 12 },
          message: "unexpected symbol found | at line 1 and position 7",
        },
      },
    }),
  });
  expect(problem).toMatchObject({
    kind: "invalid",
    field: "query",
    detail: "unexpected symbol found | at line 1 and position 7",
    place: { from: 7, to: 12 },
  });
});

test("too many queries at once is a matter of waiting", async () => {
  const { problem } = await run({
    StartQuery: () => ({
      status: 400,
      body: { __type: "LimitExceededException", message: "30 concurrent" },
    }),
  });
  expect(problem).toMatchObject({ kind: "throttled", detail: "30 concurrent" });
});

test.each([
  ["in JSON", { status: 400, body: { __type: "UnknownOperationException", message: "nope" } }],
  [
    "in XML",
    {
      status: 501,
      headers: { "content-type": "text/xml" },
      body: "<Error><Code>NotImplemented</Code></Error>",
    },
  ],
  [
    "in HTML",
    { status: 404, headers: { "content-type": "text/html" }, body: "<html>404 Not Found</html>" },
  ],
])("an endpoint without Insights says so %s", async (_, answer) => {
  const { problem } = await run({ StartQuery: () => answer });
  expect(problem).toMatchObject({ kind: "unsupported", title: "Could not run the query" });
});

test("an answer without status and figures is taken as the result", async () => {
  const { updates } = await run({
    StartQuery: started,
    GetQueryResults: () => ({ body: { results: [[{ field: "n", value: "3" }]] } }),
  });
  expect(updates).toEqual([
    {
      status: "Complete",
      statistics: { recordsMatched: undefined, recordsScanned: undefined, bytesScanned: undefined },
      table: { columns: ["n"], rows: [["3"]] },
      more: false,
    },
  ]);
});

test("a query that failed is told as a problem, one that timed out with the rows it has", async () => {
  const failed = await run({
    StartQuery: started,
    GetQueryResults: () => ({ body: { status: "Failed" } }),
  });
  expect(failed.problem).toMatchObject({ title: "The query failed" });
  expect(failed.asked.StopQuery).toBeUndefined();
  await cloud.stop();
  const slow = await run({
    StartQuery: started,
    GetQueryResults: () => ({ body: { ...done(1).body, status: "Timeout" } }),
  });
  expect(slow.problem).toBeUndefined();
  expect(slow.updates.at(-1)).toMatchObject({ status: "Timeout" });
  expect(slow.updates.at(-1)?.table.rows).toHaveLength(2);
});

test("a throttled look at the result is repeated later; the query is not given up", async () => {
  // The client itself tries three times.
  const { updates, problem, waits } = await run({
    StartQuery: started,
    GetQueryResults: (index) =>
      index < 3
        ? { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } }
        : done(5),
  });
  expect(problem).toBeUndefined();
  expect(updates.map(({ status }) => status)).toEqual(["Complete"]);
  expect(waits).toEqual([5_000]);
});
