import { expect, test } from "vitest";
import { readSchedule as readInEngine } from "@/lib/engine/schedule/read-schedule";
import { nextTimes, scheduleProblem } from "./schedule-expression";

const start = Date.UTC(2026, 10, 26, 20, 30, 30);
const shown = (times: readonly number[]) =>
  times.map((at) => new Date(at).toISOString().slice(0, 16));
const next = (expression: string, count: number, timeZone = "UTC", afterMs = start) =>
  shown(nextTimes({ expression, timeZone, of: "schedule" }, afterMs, count));

test.each([
  ["cron(0/10 * * * ? *)", ["2026-11-26T20:40", "2026-11-26T20:50", "2026-11-26T21:00"]],
  ["cron(*/15 * * * ? *)", ["2026-11-26T20:45", "2026-11-26T21:00"]],
  ["cron(15 10 * * ? *)", ["2026-11-27T10:15", "2026-11-28T10:15"]],
  ["cron(0 18 ? * MON-FRI *)", ["2026-11-27T18:00", "2026-11-30T18:00"]],
  ["cron(0 18 ? * mon-fri *)", ["2026-11-27T18:00", "2026-11-30T18:00"]],
  ["cron(0 18 ? * 2-6 *)", ["2026-11-27T18:00", "2026-11-30T18:00"]],
  ["cron(0 8 1 * ? *)", ["2026-12-01T08:00", "2027-01-01T08:00"]],
  ["cron(0 0 ? * 1 *)", ["2026-11-29T00:00", "2026-12-06T00:00"]],
  ["cron(0 0 ? * L *)", ["2026-11-28T00:00", "2026-12-05T00:00"]],
  ["cron(0 12 L * ? *)", ["2026-11-30T12:00", "2026-12-31T12:00", "2027-01-31T12:00"]],
  ["cron(0 12 LW * ? *)", ["2026-11-30T12:00", "2026-12-31T12:00", "2027-01-29T12:00"]],
  ["cron(0 12 3W * ? *)", ["2026-12-03T12:00", "2027-01-04T12:00"]],
  ["cron(0 12 1W * ? *)", ["2026-12-01T12:00", "2027-01-01T12:00", "2027-02-01T12:00"]],
  ["cron(0 12 ? * 6L *)", ["2026-11-27T12:00", "2026-12-25T12:00"]],
  ["cron(0 12 ? * FRIL *)", ["2026-11-27T12:00", "2026-12-25T12:00"]],
  ["cron(0 12 ? * WED#2 *)", ["2026-12-09T12:00", "2027-01-13T12:00"]],
  ["cron(0 12 ? * 3#5 *)", ["2026-12-29T12:00", "2027-03-30T12:00"]],
  ["cron(0 10 1,15 1/6 ? 2027-2028)", ["2027-01-01T10:00", "2027-01-15T10:00", "2027-07-01T10:00"]],
  ["cron(0 10 ? JAN,JUL SUN#1 *)", ["2027-01-03T10:00", "2027-07-04T10:00"]],
  ["cron(5,10/20 3 * * ? *)", ["2026-11-27T03:05", "2026-11-27T03:10", "2026-11-27T03:30"]],
  ["cron(0 22-1 * * ? *)", ["2026-11-26T22:00", "2026-11-26T23:00", "2026-11-27T00:00"]],
  ["cron(0 12 ? * SAT-MON *)", ["2026-11-28T12:00", "2026-11-29T12:00", "2026-11-30T12:00"]],
  ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
  ["cron(0 0 31 * ? *)", ["2026-12-31T00:00", "2027-01-31T00:00", "2027-03-31T00:00"]],
  ["cron(0 0 1 1 ? 2020)", []],
  ["cron(0 0 1 1 ? 2027)", ["2027-01-01T00:00"]],
])("%s", (expression, expected) => {
  expect(next(expression, expected.length || 1)).toEqual(expected);
  // What the page says must be what the local cloud does.
  expect(engineTimes(expression, expected.length || 1)).toEqual(expected);
});

function engineTimes(expression: string, count: number): string[] {
  const schedule = readInEngine(expression, start);
  const times: number[] = [];
  for (let at = schedule?.next(start); at !== undefined && times.length < count;)
    at = schedule?.next(times[times.push(at) - 1]!);
  return shown(times);
}

test.each([
  ["rate(1 minute)", ["2026-11-26T20:31", "2026-11-26T20:32"]],
  ["rate(2 hours)", ["2026-11-26T22:30", "2026-11-27T00:30"]],
  ["rate(1 day)", ["2026-11-27T20:30", "2026-11-28T20:30"]],
  ["at(2026-12-24T18:00:00)", ["2026-12-24T18:00"]],
  ["at(2026-11-26T20:30:00)", []],
])("%s", (expression, expected) => {
  expect(next(expression, 2)).toEqual(expected);
});

test.each([
  // In Berlin the clocks go from 2:00 to 3:00 on 28 March 2027 and from 3:00 to 2:00 on 31 October.
  [
    "a skipped time is left out",
    "cron(30 2 * * ? *)",
    "2027-03-27T00:00Z",
    ["2027-03-27T01:30", "2027-03-29T00:30"],
  ],
  [
    "the hour of the day stays",
    "cron(0 9 * * ? *)",
    "2027-03-27T00:00Z",
    ["2027-03-27T08:00", "2027-03-28T07:00"],
  ],
  [
    "a repeated time comes once",
    "cron(30 2 * * ? *)",
    "2027-10-30T12:00Z",
    ["2027-10-31T00:30", "2027-11-01T01:30"],
  ],
  [
    "every half hour of the long day, each once",
    "cron(0/30 1-3 * * ? *)",
    "2027-10-30T22:00Z",
    [
      "2027-10-30T23:00",
      "2027-10-30T23:30",
      "2027-10-31T00:00",
      "2027-10-31T00:30",
      "2027-10-31T02:00",
    ],
  ],
])("over a change of the clocks %s", (_name, expression, after, expected) => {
  expect(next(expression, expected.length, "Europe/Berlin", Date.parse(after))).toEqual(expected);
});

test("a zone is on its own day", () => {
  const after = Date.parse("2026-11-26T20:30:00Z");
  expect(next("cron(0 6 27 * ? *)", 1, "Asia/Tokyo", after)).toEqual(["2026-11-26T21:00"]);
  expect(next("at(2026-11-27T06:00:00)", 1, "Asia/Tokyo", after)).toEqual(["2026-11-26T21:00"]);
  expect(next("cron(0 0 * * ? *)", 1, "Asia/Kathmandu", after)).toEqual(["2026-11-27T18:15"]);
});

test.each([
  ["rate(1 minutes)", /rate\(1 minute\)/],
  ["rate(5 minute)", /rate\(5 minutes\)/],
  ["rate(0 minutes)", /from 1 on/],
  ["rate(10 seconds)", /minutes, hours or days/],
  [" rate(5 minutes)", /^Write rate/],
  ["cron(0 10 * * *)", /six fields.*this has 5/],
  ["cron()", /this has 0/],
  ["cron(0 10 * * * *)", /must be \?/],
  ["cron(0 10 ? * ? *)", /must be \?/],
  ["cron(60 10 * * ? *)", /^Minutes: 60 cannot be; it takes 0 to 59/],
  ["cron(0 24 * * ? *)", /^Hours: 24/],
  ["cron(0 10 32 * ? *)", /^Day of month: 32/],
  ["cron(0 10 ? * 8 *)", /^Day of week: 8.*SUN to SAT/],
  ["cron(0 10 ? * 0 *)", /^Day of week: 0/],
  ["cron(0 10 1#2 * ? *)", /^Day of month: 1#2/],
  ["cron(0 10 ? * 2#6 *)", /^Day of week: 2#6.*1 to 5/],
  ["cron(0 10 * 13 ? *)", /^Month: 13.*JAN to DEC/],
  ["cron(0 10 * * ? 1969)", /^Year: 1969/],
  ["cron(0/0 10 * * ? *)", /^Minutes: 0\/0 has a step/],
  ["cron(1-2-3 10 * * ? *)", /^Minutes: 1-2-3 is no range/],
  ["cron(1/2/3 10 * * ? *)", /^Minutes: 1\/2\/3 has two steps/],
  ["cron(, 10 * * ? *)", /^Minutes: a value is missing/],
  ["at(2026-02-30T00:00:00)", /is written as/],
  ["at(2026-12-01 00:00)", /is written as/],
  ["every day", /^Write rate/],
])("refuses %s and says why", (expression, problem) => {
  expect(scheduleProblem({ expression, of: "schedule" })).toMatch(problem);
});

test("a time that a zone skips cannot be chosen, nor a zone that is none, nor once by a rule", () => {
  const of = "schedule" as const;
  expect(
    scheduleProblem({ expression: "at(2027-03-28T02:30:00)", timeZone: "Europe/Berlin", of }),
  ).toMatch(/clocks of Europe\/Berlin skip/);
  expect(scheduleProblem({ expression: "rate(1 day)", timeZone: "Mars/Base", of })).toMatch(
    /no time zone/,
  );
  expect(scheduleProblem({ expression: "at(2027-01-01T00:00:00)", of: "rule" })).toMatch(
    /cannot call once/,
  );
});
