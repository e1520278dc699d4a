import { describe, expect, it } from "vitest";
import { type LoggedAttempt, fateOf, groupAttempts } from "./invocation-log";
import type { LogEvent } from "./log-line";

const id = "7d1c0f2e-91ab-4000-8000-5f1c9d7d1c0f";
const other = "11111111-91ab-4000-8000-5f1c9d7d1c0f";

function log(stream: string, fromMs: number, ...messages: string[]): LogEvent[] {
  return messages.map((message, index) => ({
    id: `${stream}${fromMs + index}`,
    timestampMs: fromMs + index,
    stream,
    message,
  }));
}
const report = (requestId: string, more = "") =>
  `REPORT RequestId: ${requestId}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB${more}`;
const texts = ({ lines }: LoggedAttempt) => lines.map(({ event }) => event.message);

describe("groupAttempts", () => {
  it("takes init and printed lines of one request, and none of its neighbours'", () => {
    const events = log(
      "a",
      1_000,
      "INIT_START Runtime Version: x",
      "loading",
      `START RequestId: ${id} Version: 3`,
      "printed",
      `END RequestId: ${id}`,
      report(id),
      `START RequestId: ${other} Version: 3`,
      "another's",
      report(other),
    );
    const [attempt, ...rest] = groupAttempts(events, id);
    expect(rest).toEqual([]);
    expect(texts(attempt!)).toEqual(events.slice(0, 6).map(({ message }) => message));
    expect(attempt).toMatchObject({ outcome: "ok", report: { durationMs: 3.01 } });
  });

  it("tells the runs of an event apart, in one stream and in several", () => {
    const failed = report(id, "\tStatus: error\tError Type: Error");
    const events = [
      ...log("b", 200_000, `START RequestId: ${id} Version: 1`, report(id)),
      ...log(
        "a",
        1_000,
        `START RequestId: ${id} Version: 1`,
        "x",
        failed,
        `START RequestId: ${other} Version: 1`,
        report(other),
      ),
      ...log("a", 61_000, `START RequestId: ${id} Version: 1`, failed),
    ];
    expect(groupAttempts(events, id).map(({ startMs, outcome }) => [startMs, outcome])).toEqual([
      [1_000, "error"],
      [61_000, "error"],
      [200_000, "ok"],
    ]);
  });

  it("reads the JSON format, and an unfinished run", () => {
    const events = log(
      "a",
      1,
      JSON.stringify({
        time: "t",
        type: "platform.start",
        record: { requestId: id, version: "1" },
      }),
      JSON.stringify({ timestamp: "t", level: "INFO", requestId: id, message: "hello" }),
    );
    expect(groupAttempts(events, id)).toMatchObject([{ outcome: "running", lines: [{}, {}] }]);
    const done = JSON.stringify({
      time: "t",
      type: "platform.report",
      record: { requestId: id, status: "timeout", metrics: { durationMs: 3000 } },
    });
    expect(groupAttempts([...events, ...log("a", 9, done)], id)).toMatchObject([
      { outcome: "timeout" },
    ]);
  });
});

describe("fateOf", () => {
  const attempt = (outcome: LoggedAttempt["outcome"]): LoggedAttempt => ({
    stream: "a",
    startMs: 0,
    endMs: 0,
    outcome,
    lines: [],
  });
  const rules = { maximumRetryAttempts: 2 };
  const at = { sentMs: 0, nowMs: 5_000 };
  it.each([
    [[], rules, /taken the event/, false],
    [["running"], rules, /Attempt 1 is running/, false],
    [
      ["ok"],
      { ...rules, onSuccessArn: "arn:aws:sqs:eu-west-1:1:done" },
      /succeeded; the result goes to SQS done/,
      true,
    ],
    [["error"], rules, /Attempt 1 of 3 failed. AWS tries again about 1 min/, false],
    [["error", "timeout"], rules, /about 2 min/, false],
    [["error", "error", "error"], rules, /dropped/, true],
    [
      ["error", "error", "error"],
      { ...rules, deadLetterTargetArn: "arn:aws:sqs:eu-west-1:1:dlq" },
      /goes to SQS dlq/,
      true,
    ],
    [["error"], { maximumRetryAttempts: 0 }, /All 1 attempts failed/, true],
    [["error", "error", "error"], undefined, /All 3 attempts failed\.$/, true],
  ] as const)("%j %j", (outcomes, given, text, isOver) => {
    const fate = fateOf(outcomes.map(attempt), given, at);
    expect(fate.text).toMatch(text);
    expect(fate.isOver).toBe(isOver);
  });
  it("says what a long wait can mean", () => {
    expect(fateOf([], rules, { sentMs: 0, nowMs: 60_000 }).text).toMatch(/throttled/);
  });
});
