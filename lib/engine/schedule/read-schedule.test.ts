import { expect, test } from "vitest";
import { readSchedule } from "./read-schedule.ts";

const start = Date.UTC(2026, 10, 26, 20, 30, 30);

function times(expression: string, count: number): string[] {
  const schedule = readSchedule(expression, start);
  if (!schedule) return [];
  const found: string[] = [];
  for (let at: number | undefined = start; found.length < count;) {
    at = schedule.next(at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

test.each([
  ["rate(1 minute)", ["2026-11-26T20:31", "2026-11-26T20:32"]],
  ["rate(5 minutes)", ["2026-11-26T20:35", "2026-11-26T20:40"]],
  ["rate(2 hours)", ["2026-11-26T22:30", "2026-11-27T00:30"]],
  ["rate(1 day)", ["2026-11-27T20:30", "2026-11-28T20:30"]],
  ["cron(0/10 * * * ? *)", ["2026-11-26T20:40", "2026-11-26T20:50", "2026-11-26T21:00"]],
  ["cron(15 10 * * ? *)", ["2026-11-27T10:15", "2026-11-28T10:15"]],
  ["cron(0 18 ? * MON-FRI *)", ["2026-11-27T18:00", "2026-11-30T18:00"]],
  ["cron(0 18 ? * 2-6 *)", ["2026-11-27T18:00", "2026-11-30T18:00"]],
  ["cron(0 8 1 * ? *)", ["2026-12-01T08:00", "2027-01-01T08:00"]],
  ["cron(0 0 ? * 1 *)", ["2026-11-29T00:00", "2026-12-06T00:00"]],
  ["cron(0 0 ? * L *)", ["2026-11-28T00:00", "2026-12-05T00:00"]],
  ["cron(0 12 L * ? *)", ["2026-11-30T12:00", "2026-12-31T12:00", "2027-01-31T12:00"]],
  ["cron(0 12 LW * ? *)", ["2026-11-30T12:00", "2026-12-31T12:00", "2027-01-29T12:00"]],
  ["cron(0 12 3W * ? *)", ["2026-12-03T12:00", "2027-01-04T12:00"]],
  ["cron(0 12 ? * 6L *)", ["2026-11-27T12:00", "2026-12-25T12:00"]],
  ["cron(0 12 ? * WED#2 *)", ["2026-12-09T12:00", "2027-01-13T12:00"]],
  ["cron(0 10 1,15 1/6 ? 2027-2028)", ["2027-01-01T10:00", "2027-01-15T10:00", "2027-07-01T10:00"]],
  ["cron(0 22-1 * * ? *)", ["2026-11-26T22:00", "2026-11-26T23:00", "2026-11-27T00:00"]],
  ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
  ["cron(0 0 1 1 ? 2020)", []],
])("%s", (expression, expected) => {
  expect(times(expression, expected.length || 1)).toEqual(expected);
});

test.each([
  "rate(1 minutes)",
  "rate(5 minute)",
  "rate(0 minutes)",
  "rate(5)",
  "rate(10 seconds)",
  " rate(5 minutes)",
  "cron(0 10 * * *)",
  "cron(0 10 * * * *)",
  "cron(0 10 ? * ? *)",
  "cron(60 10 * * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 10 32 * ? *)",
  "cron(0 10 ? * 8 *)",
  "cron(0 10 ? * 0 *)",
  "cron(0 10 1#2 * ? *)",
  "cron(0 10 ? * 2#6 *)",
  "cron(0 10 * 13 ? *)",
  "cron(0 10 * * ? 1969)",
  "cron(a b c d e f)",
  "at(2026-12-01T00:00:00)",
])("refuses %s", (expression) => {
  expect(readSchedule(expression, start)).toBeUndefined();
});
