import { parseReport, type Report } from "./report-line";

/** One event of CloudWatch Logs. `id` is unique within its group. */
export interface LogEvent {
  id: string;
  timestampMs: number;
  stream: string;
  message: string;
}

type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** What wrote the line: the function ("text"), or the platform at one of its phases. */
type LineKind = "text" | "init" | "start" | "end" | "report" | "platform";

export interface LogLine {
  kind: LineKind;
  level?: LogLevel;
  requestId?: string;
  version?: string;
  /** The message without time, level and request id, which have columns of their own. */
  text: string;
  /** Further members of a JSON line, in their order; nested values as JSON. */
  fields: [key: string, value: string][];
  report?: Report;
  /** Named only where the line itself says so (an unhandled error, a platform failure). */
  errorType?: string;
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const nodeLine = new RegExp(
  `^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t(${uuid}|undefined)\\t(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\t`,
);
const pythonLine = new RegExp(
  `^\\[(DEBUG|INFO|WARNING|ERROR|CRITICAL)\\]\\t\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t(${uuid})?\\t`,
);
const bareLevel = /^\[?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b\]?[\s:]+/;
const oldTimeout = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (${uuid}) Task timed out after`);
const oldExit = new RegExp(`^RequestId: (${uuid}) (?:Process exited|Error: )`);

const levels: Record<string, LogLevel> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  fatal: "fatal",
  critical: "fatal",
};

/** Splits a log message of any Lambda runtime, text or JSON, into what has a column and the rest. */
export function parseLogLine(message: string): LogLine {
  const text = message.replace(/[\r\n]+$/, "");
  return parsePlatformText(text) ?? parseJsonLine(text) ?? parseRuntimeText(text);
}

function parsePlatformText(text: string): LogLine | undefined {
  const start = /^START RequestId: (\S+)(?: Version: (\S+))?/.exec(text);
  if (start) {
    return {
      kind: "start",
      requestId: start[1],
      version: start[2],
      text: text.slice(6),
      fields: [],
    };
  }
  if (text.startsWith("REPORT RequestId:")) {
    const report = parseReport(text);
    return (
      report &&
      reportLine(
        report,
        text
          .slice(7)
          .replace(/\s*[\t\n]\s*/g, "  ")
          .trim(),
      )
    );
  }
  const end = /^END RequestId: (\S+)/.exec(text);
  if (end) return { kind: "end", requestId: end[1], text: text.slice(4), fields: [] };
  if (/^(INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT) /.test(text)) {
    const failed = /Status: (error|timeout)/.test(text);
    const errorType = /Error Type: (\S+)/.exec(text)?.[1];
    return {
      kind: "init",
      text: text.replaceAll("\t", "  "),
      fields: [],
      ...(failed && { level: "error" }),
      errorType,
    };
  }
  if (text.startsWith("EXTENSION\t")) {
    return { kind: "platform", text: text.replaceAll("\t", "  "), fields: [] };
  }
  const timedOut = oldTimeout.exec(text);
  if (timedOut) {
    const said = text.slice(text.indexOf("Task timed out"));
    return {
      kind: "platform",
      level: "error",
      requestId: timedOut[1],
      text: said,
      fields: [],
      errorType: "Sandbox.Timedout",
    };
  }
  const exited = oldExit.exec(text);
  if (exited) {
    const errorType = /\b(?:Runtime|Extension|Sandbox)\.\w+/.exec(text)?.[0] ?? "Runtime.ExitError";
    return { kind: "platform", level: "error", requestId: exited[1], text, fields: [], errorType };
  }
  return undefined;
}

function reportLine(report: Report, text: string): LogLine {
  const failed = report.status !== undefined;
  return {
    kind: "report",
    requestId: report.requestId,
    text,
    fields: [],
    report,
    ...(failed && { level: "error" as const }),
    ...(report.errorType && { errorType: report.errorType }),
  };
}

function parseRuntimeText(text: string): LogLine {
  const node = nodeLine.exec(text);
  if (node) {
    const rest = text.slice(node[0].length);
    return {
      kind: "text",
      level: levels[node[2]!.toLowerCase()],
      ...(node[1] !== "undefined" && { requestId: node[1] }),
      text: rest,
      fields: [],
      ...unhandledNode(rest),
    };
  }
  const python = pythonLine.exec(text);
  if (python) {
    return {
      kind: "text",
      level: levels[python[1]!.toLowerCase()],
      ...(python[2] && { requestId: python[2] }),
      text: text.slice(python[0].length),
      fields: [],
    };
  }
  const unhandledPython = /^\[ERROR\] ([A-Za-z_][\w.]*)(?::|\n|$)/.exec(text);
  const level = bareLevel.exec(text);
  return {
    kind: "text",
    ...(level && { level: levels[level[1]!.toLowerCase()] }),
    text: level ? text.slice(level[0].length) : text,
    fields: [],
    ...(unhandledPython && { errorType: unhandledPython[1] }),
  };
}

function unhandledNode(text: string): { errorType?: string } {
  if (!/^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s/.test(text)) return {};
  const errorType = /"errorType":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return { errorType: errorType ?? "Error" };
}

function parseJsonLine(text: string): LogLine | undefined {
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  const line = parseObject(text);
  if (!line) return undefined;
  const type = typeof line.type === "string" ? line.type : "";
  if (type.startsWith("platform.") && isObject(line.record)) {
    return parsePlatformJson(type.slice("platform.".length), line.record, text);
  }
  const {
    timestamp: _time,
    level,
    log_level,
    requestId,
    AWSRequestId,
    message,
    msg,
    ...rest
  } = line;
  const said = message ?? msg ?? rest.errorMessage;
  const words = String(level ?? log_level ?? "").toLowerCase();
  const id = requestId ?? AWSRequestId;
  return {
    kind: "text",
    ...(levels[words] && { level: levels[words] }),
    ...(typeof id === "string" && id !== "" && { requestId: id }),
    text: said === undefined ? "" : asText(said),
    fields: Object.entries(rest).map(([key, value]) => [key, asText(value)]),
    ...(log_level !== undefined &&
      typeof rest.errorType === "string" && { errorType: rest.errorType }),
  };
}

function parsePlatformJson(phase: string, record: Record<string, unknown>, whole: string): LogLine {
  const requestId = typeof record.requestId === "string" ? record.requestId : undefined;
  if (phase === "report") {
    const report = parseReport(whole);
    if (report) return reportLine(report, reportText(report));
  }
  const kind: LineKind =
    phase === "start" ? "start" : /^(init|restore)/.test(phase) ? "init" : "platform";
  const status = record.status;
  return {
    kind,
    ...(requestId && { requestId }),
    ...(typeof record.version === "string" && { version: record.version }),
    ...((status === "error" || status === "failure" || status === "timeout") && {
      level: "error" as const,
    }),
    text: `platform.${phase}`,
    fields: Object.entries(record)
      .filter(([key]) => key !== "requestId" && key !== "spans")
      .map(([key, value]) => [key, asText(value)]),
    ...(typeof record.errorType === "string" && { errorType: record.errorType }),
  };
}

function reportText(report: Report): string {
  const parts: [string, number | undefined, string][] = [
    ["Duration", report.durationMs, "ms"],
    ["Billed Duration", report.billedDurationMs, "ms"],
    ["Memory Size", report.memorySizeMb, "MB"],
    ["Max Memory Used", report.maxMemoryUsedMb, "MB"],
    ["Init Duration", report.initDurationMs, "ms"],
  ];
  const said = parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value, unit]) => `${name}: ${value} ${unit}`);
  if (report.status) said.push(`Status: ${report.status}`);
  return said.join("  ");
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
