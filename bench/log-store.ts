import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { invocationLines } from "./logs/invocation-lines.ts";
import { type SeededLogs, seedLogs } from "./logs/seed-logs.ts";
import { startProgram } from "./programs/start-program.ts";

interface Row {
  what: string;
  milliseconds: number;
  floorMilliseconds: number;
  ratio: number;
  floor: string;
}

const logGroup = "/aws/lambda/bench";
const invocations = 100_000;
const tailSeconds = 60;
const tailLinesASecond = 500;

/**
 * A million log lines of 100,000 invocations in one group of an engine of its own, through AWS's API:
 * against the same lines in a plain file, read and searched line by line.
 */
export default async function measure(args: readonly string[]): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-bench-"));
  const engine = await startProgram(["dist/engine.mjs", "--port", "0", "--home", join(home, "e")]);
  const config = {
    endpoint: engine.address,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    disableHostPrefix: true,
  };
  const logs = new CloudWatchLogsClient(config);
  const sts = new STSClient(config);
  try {
    const file = join(home, "lines.txt");
    const { figure: written } = await timed(() => writeLines(file));
    const { figure: stored, result: seeded } = await timed(() =>
      seedLogs(logs, { logGroup, invocations }),
    );
    const { figure: read } = await timed(() => searchFile(file, () => false));
    const rows = [
      row("store 1,000,000 lines", stored, written, "written to a plain file"),
      ...(await measureReading(logs, seeded, file, read)),
      ...(await measureQueries(logs, seeded, file, read)),
      ...(await measureOthers(logs, sts, seeded)),
    ];
    if (!args.includes("--no-tail")) rows.push(...(await measureTail(logs)));
    return rows;
  } finally {
    logs.destroy();
    sts.destroy();
    engine.child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function measureReading(
  logs: CloudWatchLogsClient,
  { commonTerm, rareTerm }: SeededLogs,
  file: string,
  read: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  const readFloor = "the file read through";
  for (const [order, startFromHead] of [
    ["oldest", true],
    ["newest", false],
  ] as const)
    rows.push(
      row(`first page, ${order} first`, (await page(logs, { startFromHead })).ms, read, readFloor),
    );
  for (const [kind, term] of [
    ["common", commonTerm],
    ["rare", rareTerm],
    ["absent", "NOWHERE"],
  ] as const) {
    const found = await timed(() => searchFile(file, (line) => line.includes(term)));
    const all = await search(logs, { filterPattern: term });
    if (all.matches !== found.result)
      throw new Error(`${all.matches} lines with ${term}, not ${found.result}`);
    const floor = "the file searched through";
    rows.push(
      row(`${kind} term: first page`, all.firstPageMs, found.figure, floor),
      row(`${kind} term: all ${all.matches} in ${all.pages} pages`, all.ms, found.figure, floor),
    );
  }
  return rows;
}

async function measureQueries(
  logs: CloudWatchLogsClient,
  { rareTerm, startMs, endMs }: SeededLogs,
  file: string,
  read: number,
): Promise<Row[]> {
  const searched = await timed(() => searchFile(file, (line) => line.includes(rareTerm)));
  const queries: [string, number, string][] = [
    ["fields @timestamp, @message | limit 20", read, "the file read through"],
    [`filter @message like "${rareTerm}"`, searched.figure, "the file searched through"],
    [
      'filter @type = "REPORT" | stats avg(@duration), pct(@duration, 99) by bin(5m)',
      searched.figure,
      "the file searched through",
    ],
    ["stats count(*) by level", read, "the file read through"],
  ];
  const rows: Row[] = [];
  for (const [queryString, floor, words] of queries) {
    const { figure } = await timed(() => query(logs, queryString, startMs, endMs));
    rows.push(row(`query: ${queryString}`, figure, floor, words));
  }
  return rows;
}

/** How long other calls wait at most while the engine is busy with logs, against an idle engine. */
async function measureOthers(
  logs: CloudWatchLogsClient,
  sts: STSClient,
  { startMs, endMs }: SeededLogs,
): Promise<Row[]> {
  const call = () => sts.send(new GetCallerIdentityCommand({}));
  await longest(call, 50);
  const idle = await longest(call, 200);
  let busy = true;
  const work = query(logs, "stats count(*) by level", startMs, endMs).finally(() => (busy = false));
  const during = await longest(call, Infinity, () => busy);
  await work;
  return [
    row(
      "longest wait of another call during a query",
      during,
      idle,
      "the longest of 200 when idle",
    ),
  ];
}

/** 500 lines a second for a minute through a live tail: none lost, none twice, in order; how late at most. */
async function measureTail(logs: CloudWatchLogsClient): Promise<Row[]> {
  const total = tailSeconds * tailLinesASecond;
  const logStreamName = "tail";
  await logs.send(new CreateLogStreamCommand({ logGroupName: logGroup, logStreamName }));
  const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroup}`;
  const { responseStream } = await logs.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [arn], logStreamNames: [logStreamName] }),
  );
  let sent = 0;
  let stored: Promise<unknown> = Promise.resolve();
  const startedMs = performance.now();
  const sending = setInterval(() => {
    const due = Math.min(
      total,
      Math.floor(((performance.now() - startedMs) / 1000) * tailLinesASecond),
    );
    if (sent >= due) return;
    const timestamp = Date.now();
    const logEvents = Array.from({ length: due - sent }, (_, index) => ({
      timestamp,
      message: `line ${sent + index} ${timestamp}`,
    }));
    sent = due;
    // One after the other: the order of calls on several connections is not that of their arrival.
    const put = new PutLogEventsCommand({ logGroupName: logGroup, logStreamName, logEvents });
    stored = stored.then(() => logs.send(put));
  }, 100);
  let next = 0;
  let lagMs = 0;
  for await (const { sessionUpdate } of responseStream ?? []) {
    for (const { message = "" } of sessionUpdate?.sessionResults ?? []) {
      const [, number, at] = message.split(" ");
      if (Number(number) !== next) throw new Error(`line ${number} came instead of line ${next}`);
      next++;
      lagMs = Math.max(lagMs, Date.now() - Number(at));
    }
    if (next === total) break;
  }
  clearInterval(sending);
  return [row(`live tail: longest lag of ${total} lines`, lagMs, 1_000, "one update a second")];
}

async function page(logs: CloudWatchLogsClient, input: Partial<FilterLogEventsCommandInput>) {
  const startedMs = performance.now();
  const { events = [], nextToken } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: logGroup, ...input }),
  );
  return { ms: performance.now() - startedMs, matches: events.length, nextToken };
}

/** All pages of a search. */
async function search(logs: CloudWatchLogsClient, input: Partial<FilterLogEventsCommandInput>) {
  let firstPageMs = 0;
  let [ms, matches, pages] = [0, 0, 0];
  let nextToken: string | undefined;
  do {
    const found = await page(logs, { ...input, nextToken });
    if (pages === 0) firstPageMs = found.ms;
    ({ nextToken } = found);
    ms += found.ms;
    matches += found.matches;
    pages++;
  } while (nextToken);
  return { firstPageMs, ms, matches, pages };
}

async function query(
  logs: CloudWatchLogsClient,
  queryString: string,
  startMs: number,
  endMs: number,
): Promise<void> {
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupName: logGroup,
      queryString,
      startTime: Math.floor(startMs / 1000),
      endTime: Math.ceil(endMs / 1000),
    }),
  );
  for (;;) {
    const { status, statistics } = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (status === "Complete") {
      if (statistics?.recordsScanned !== invocations * 10)
        throw new Error(`${statistics?.recordsScanned} records were scanned`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function longest(
  call: () => Promise<unknown>,
  times: number,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let ms = 0;
  for (let count = 0; count < times && goesOn(); count++)
    ms = Math.max(ms, (await timed(call)).figure);
  return ms;
}

function writeLines(file: string): void {
  const lines: string[] = [];
  for (let index = 0; index < invocations; index++)
    for (const { message } of invocationLines({
      index,
      startMs: index,
      cold: index % 500 === 0,
      rare: index === Math.floor(invocations * 0.618),
    }))
      lines.push(message);
  writeFileSync(file, lines.join(""));
}

/** How many lines of a file pass a test. */
async function searchFile(file: string, test: (line: string) => boolean): Promise<number> {
  let found = 0;
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (test(line)) found++;
  return found;
}

async function timed<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ figure: number; result: Result }> {
  const startedMs = performance.now();
  const result = await work();
  return { figure: performance.now() - startedMs, result };
}

function row(what: string, milliseconds: number, floorMilliseconds: number, floor: string): Row {
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    what,
    milliseconds: round(milliseconds),
    floorMilliseconds: round(floorMilliseconds),
    ratio: round(milliseconds / floorMilliseconds),
    floor,
  };
}
