import { expect, test } from "vitest";
import type { FunctionVersion, LoggingSettings } from "../lambda/function-version.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { EnvironmentLog, type PhaseStatus } from "./environment-log.ts";

type SystemLogLevel = LoggingSettings["systemLogLevel"];

const timestamp = "2026-11-21T12:00:00.000Z";
const line = (level: string, time: unknown = timestamp) =>
  `${JSON.stringify({ timestamp: time, level, message: "m" })}\n`;

/** What an environment logs while something is done with its log. */
function logged(logging: Partial<LoggingSettings>, work: (log: EnvironmentLog) => void): string[] {
  const seen: string[] = [];
  const append = (...call: [string, string, string, readonly { message: string }[]]) =>
    void seen.push(...call[3].map(({ message }) => message));
  const version = {
    region: "us-east-1",
    functionName: "f",
    version: "$LATEST",
    runtime: "nodejs22.x",
    memoryMb: 128,
    logging: { logGroup: "/aws/lambda/f", format: "JSON", ...logging },
  } as FunctionVersion;
  const log = new EnvironmentLog({ append }, new ManualClock(), version, "e");
  work(log);
  log.flush();
  return seen;
}

const printed = (logging: Partial<LoggingSettings>, lines: readonly string[]) =>
  logged(logging, (log) => {
    for (const each of lines) log.output(each);
  });

test("JSON that a function prints itself is kept by its level", () => {
  const lines = ["TRACE", "debug", "INFO", "WARN", "ERROR", "FATAL"].map((level) => line(level));
  expect(printed({ applicationLogLevel: "WARN" }, lines)).toEqual(lines.slice(3));
  expect(printed({ applicationLogLevel: "TRACE" }, lines)).toEqual(lines);
  expect(printed({}, lines)).toEqual(lines.slice(2));
});

test("what has no level and time of its own is kept, and so is all in the text format", () => {
  const lines = [
    "plain\n",
    line("DEBUG", "yesterday"),
    line("LOUD"),
    '{"level":"DEBUG"}',
    '{"level"',
  ];
  expect(printed({ applicationLogLevel: "FATAL" }, lines)).toEqual(lines);
  expect(printed({ format: "Text" }, [line("DEBUG")])).toEqual([line("DEBUG")]);
});

test.each([
  ["DEBUG", ["platform.initStart", "platform.start", "platform.runtimeDone", "platform.report"]],
  ["INFO", ["platform.initStart", "platform.start", "platform.report"]],
  ["WARN", []],
] as const)("the system's log level %s keeps %j of a success", (systemLogLevel, expected) => {
  expect(platformEvents(systemLogLevel, "success")).toEqual(expected);
});

test("a failure is told at every level", () => {
  expect(platformEvents("WARN", "timeout")).toEqual(["platform.runtimeDone", "platform.report"]);
});

function platformEvents(systemLogLevel: SystemLogLevel, status: PhaseStatus): unknown[] {
  return logged({ systemLogLevel }, (log) => {
    log.initStart({ text: "nodejs:22" }, "on-demand");
    log.start("id", false);
    log.end({ requestId: "id", status, durationMs: 1, maxMemoryMb: 64 });
  }).map((text) => (JSON.parse(text) as { type: unknown }).type);
}
