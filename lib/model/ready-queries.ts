/** A query to start from. */
export interface ReadyQuery {
  name: string;
  about: string;
  text: string;
}

/** Reports of requests, in the text and in the JSON format. */
const reports = 'filter @type = "REPORT" or type = "platform.report"';
const requestId = "coalesce(@requestId, record.requestId) as requestId";
const ms = "coalesce(@duration, record.metrics.durationMs) as ms";
const billedMs = "coalesce(@billedDuration, record.metrics.billedDurationMs) as billedMs";
const initMs = "coalesce(@initDuration, record.metrics.initDurationMs) as initMs";
// In text lines Insights gives memory in bytes, a million of them to the MB.
const usedMb = "coalesce(@maxMemoryUsed / 1000000, record.metrics.maxMemoryUsedMB) as usedMb";
const memoryMb = "coalesce(@memorySize / 1000000, record.metrics.memorySizeMB) as memoryMb";

const lines = (...commands: string[]) => commands.join("\n| ");

/**
 * Queries about a Lambda function's log group; `bin` is the width of a step, e.g. `5m`. In a group that several
 * functions share only the streams of `functionName` are asked.
 */
export function readyQueries(bin: string, functionName?: string): ReadyQuery[] {
  const queries: ReadyQuery[] = [
    {
      name: "Newest lines",
      about: "The last 100 lines",
      text: lines("fields @timestamp, @message, @logStream", "sort @timestamp desc", "limit 100"),
    },
    {
      name: "Slowest requests",
      about: "The 25 longest, with their ids",
      text: lines(
        reports,
        `fields @timestamp, ${requestId}, ${ms}, ${billedMs}, ${initMs}`,
        "sort ms desc",
        "display @timestamp, requestId, ms, billedMs, initMs",
        "limit 25",
      ),
    },
    {
      name: "Cold starts over time",
      about: "How many requests had to wait for a start, and how long it took",
      text: lines(
        reports,
        `fields ${initMs}`,
        `stats count(*) as requests, count(initMs) as coldStarts, avg(initMs) as averageInitMs, max(initMs) as longestInitMs by bin(${bin})`,
      ),
    },
    {
      name: "Memory headroom",
      about: "What is used of the memory, and what is left",
      text: lines(
        reports,
        `fields ${usedMb}, ${memoryMb}`,
        "stats max(memoryMb) as sizeMb, max(usedMb) as mostUsedMb, pct(usedMb, 95) as p95UsedMb, avg(usedMb) as averageUsedMb, max(memoryMb) - max(usedMb) as headroomMb",
      ),
    },
    {
      name: "Errors by message",
      about: "What went wrong, and how often",
      text: lines(
        'filter level = "ERROR" or log_level = "ERROR" or @message like /\\tERROR\\t|^\\[ERROR\\]/',
        "parse @message /(?:\\tERROR\\t|^\\[ERROR\\]\\s)(?<said>[^\\r\\n]{1,160})/",
        "fields coalesce(errorMessage, message, said, @message) as what",
        "stats count(*) as errors, latest(@timestamp) as last by what",
        "sort errors desc",
        "limit 50",
      ),
    },
    {
      name: "Duration percentiles over time",
      about: "p50, p95, p99 and the longest",
      text: lines(
        reports,
        `fields ${ms}`,
        `stats pct(ms, 50) as p50, pct(ms, 95) as p95, pct(ms, 99) as p99, max(ms) as longest by bin(${bin})`,
      ),
    },
    {
      name: "Most expensive requests",
      about: "By billed time and memory",
      text: lines(
        reports,
        `fields @timestamp, ${requestId}, ${billedMs}, ${memoryMb}, billedMs / 1000 * memoryMb / 1024 as gbSeconds`,
        "sort gbSeconds desc",
        "display @timestamp, requestId, billedMs, memoryMb, gbSeconds",
        "limit 25",
      ),
    },
    {
      name: "Time-outs",
      about: "Requests that were cut off",
      text: lines(
        'filter @message like /Task timed out after|Status: timeout/ or record.status = "timeout"',
        `fields @timestamp, ${requestId}, ${ms}, @logStream`,
        "sort @timestamp desc",
        "limit 100",
      ),
    },
    {
      name: "Log volume over time",
      about: "Lines and bytes, which CloudWatch bills by",
      text: lines(
        "fields strlen(@message) as size",
        `stats count(*) as lines, sum(size) as bytes by bin(${bin})`,
      ),
    },
    {
      name: "Log volume by stream",
      about: "Which environments write most",
      text: lines(
        "fields strlen(@message) as size",
        "stats count(*) as lines, sum(size) as bytes by @logStream",
        "sort bytes desc",
        "limit 20",
      ),
    },
  ];
  if (functionName === undefined) return queries;
  return queries.map((query) => ({ ...query, text: lines(ownStreams(functionName), query.text) }));
}

/**
 * Lines and their levels over time. Text lines have no level of their own for Insights, so the words that runtimes
 * write stand in for it.
 */
export function levelQuery(bin: string, functionName?: string): string {
  const text = lines(
    'fields strcontains(@message, "ERROR") as isError, strcontains(@message, "WARN") as isWarning',
    `stats count(*) as total, sum(isError) as errors, sum(isWarning) as warnings by bin(${bin})`,
  );
  return functionName === undefined ? text : lines(ownStreams(functionName), text);
}

function ownStreams(functionName: string): string {
  return `filter @logStream like "/${functionName}["`;
}

const widths: readonly [bin: string, seconds: number][] = [
  ["1s", 1],
  ["10s", 10],
  ["30s", 30],
  ["1m", 60],
  ["5m", 300],
  ["15m", 900],
  ["30m", 1800],
  ["1h", 3600],
  ["6h", 21_600],
  ["1d", 86_400],
];

/** The width of a bin that gives fifty to two hundred steps over a time of this length, for a query and in seconds. */
export function binFor(lengthMs: number): { bin: string; seconds: number } {
  const found = widths.find(([, seconds]) => lengthMs / 1000 / seconds <= 200) ?? widths.at(-1)!;
  return { bin: found[0], seconds: found[1] };
}
