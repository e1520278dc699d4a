import { expect, test } from "vitest";
import { isExpression, nextTime } from "./timetable.ts";

const start = Date.UTC(2026, 2, 28, 0, 30, 30);

function times(
  expression: string,
  timeZone: string,
  count: number,
  more: { startMs?: number; endMs?: number; afterMs?: number } = {},
): string[] {
  const { afterMs = start, ...dates } = more;
  const found: string[] = [];
  let at: number | undefined = afterMs;
  while (found.length < count) {
    at = nextTime({ expression, timeZone, anchorMs: start, ...dates }, at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

// Clocks of Berlin go from 02:00 to 03:00 on 29 March 2026 and from 03:00 to 02:00 on 25 October 2026; those of New
// York from 02:00 to 03:00 on 8 March and from 02:00 to 01:00 on 1 November.
test.each([
  ["cron(30 2 * * ? *)", "Europe/Berlin", ["2026-03-28T01:30", "2026-03-30T00:30"]],
  ["cron(0 8 * * ? *)", "Europe/Berlin", ["2026-03-28T07:00", "2026-03-29T06:00"]],
  [
    "cron(0/30 1-3 29 3 ? 2026)",
    "Europe/Berlin",
    ["2026-03-29T00:00", "2026-03-29T00:30", "2026-03-29T01:00", "2026-03-29T01:30"],
  ],
  [
    "cron(0/30 1-3 25 10 ? 2026)",
    "Europe/Berlin",
    [
      "2026-10-24T23:00",
      "2026-10-24T23:30",
      "2026-10-25T00:00",
      "2026-10-25T00:30",
      "2026-10-25T02:00",
      "2026-10-25T02:30",
    ],
  ],
  ["cron(30 1 1 11 ? 2026)", "America/New_York", ["2026-11-01T05:30"]],
  ["cron(0 12 ? * MON-FRI *)", "Asia/Kolkata", ["2026-03-30T06:30", "2026-03-31T06:30"]],
  ["cron(0 0 1 1 ? *)", "Pacific/Kiritimati", ["2026-12-31T10:00", "2027-12-31T10:00"]],
  ["rate(2 hours)", "Europe/Berlin", ["2026-03-28T02:30", "2026-03-28T04:30"]],
  ["at(2026-07-01T12:00:00)", "America/New_York", ["2026-07-01T16:00"]],
  ["at(2026-10-25T02:30:00)", "Europe/Berlin", ["2026-10-25T00:30"]],
  ["at(2026-03-29T02:30:00)", "Europe/Berlin", ["2026-03-29T01:30"]],
  ["at(2020-01-01T00:00:00)", "UTC", []],
])("%s in %s", (expression, timeZone, expected) => {
  expect(times(expression, timeZone, Math.max(expected.length, 1))).toEqual(expected);
});

test("a rate runs at its start and from then on; start and end bound every schedule", () => {
  expect(times("rate(1 hour)", "UTC", 2, { afterMs: start - 1 })).toEqual([
    "2026-03-28T00:30",
    "2026-03-28T01:30",
  ]);
  const startMs = Date.UTC(2026, 3, 1, 6);
  const endMs = Date.UTC(2026, 3, 1, 8);
  expect(times("rate(1 hour)", "UTC", 9, { startMs, endMs })).toEqual([
    "2026-04-01T06:00",
    "2026-04-01T07:00",
    "2026-04-01T08:00",
  ]);
  expect(times("cron(0 0/2 * * ? *)", "UTC", 9, { startMs, endMs })).toEqual([
    "2026-04-01T06:00",
    "2026-04-01T08:00",
  ]);
});

test.each([
  ["rate(5 minutes)", true],
  ["rate(1 minutes)", false],
  ["cron(0 1 * * * *)", false],
  ["at(2026-02-31T00:00:00)", false],
  ["at(2026-12-24T18:00)", false],
  ["at(2026-12-24T18:00:00)", true],
  ["every day", false],
])("%s can be read: %s", (expression, expected) => {
  expect(isExpression(expression)).toBe(expected);
});
