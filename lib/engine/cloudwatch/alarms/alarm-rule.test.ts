import { expect, test } from "vitest";
import { parseAlarmRule } from "./alarm-rule.ts";

const states = { a: "ALARM", b: "OK", c: "INSUFFICIENT_DATA", 'say "hi" (now)': "ALARM" } as const;
const holds = (rule: string) =>
  parseAlarmRule(rule).holds((name) => states[name as keyof typeof states]);

test.each([
  ["ALARM(a)", true],
  ['ALARM("b")', false],
  ["OK (b)", true],
  ["INSUFFICIENT_DATA(c) AND ALARM(a)", true],
  ["NOT ALARM(a) OR NOT OK(b)", false],
  ["ALARM(b) OR ALARM(a) AND OK(b)", true],
  ["(ALARM(b) OR ALARM(a)) AND OK(a)", false],
  ["NOT (TRUE AND FALSE)", true],
  ['ALARM("say \\"hi\\" (now)")', true],
  ["ALARM(nowhere)", false],
  ["AT_LEAST(2, ALARM, (a, b, c))", false],
  ["AT_LEAST(2, NOT ALARM, (a, b, c))", true],
  ["AT_LEAST(33%, OK, (a, b, c)) AND NOT ALARM(b)", true],
  ["AT_LEAST(34%, OK, (a, b, c))", false],
])("%s is %s", (rule, expected) => {
  expect(holds(rule)).toBe(expected);
});

test("the alarms of a rule are named once each, by name or ARN", () => {
  const arn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:x";
  expect(parseAlarmRule(`ALARM(a) OR (OK(a) AND ALARM(${arn}))`).alarms).toEqual(["a", arn]);
});

test.each([
  ["", "must not contain leading or trailing whitespace or be null"],
  [" ALARM(a)", "must not contain leading or trailing whitespace"],
  ["ALARM(a) OR", "expected ALARM(...)"],
  ["ALARM a", 'expected "(", found "a"'],
  ["ALARM(a b)", 'expected ")"'],
  ["ALARM(a) ALARM(b)", "expected AND, OR or the end"],
  ["BROKEN(a)", 'found "BROKEN(a)"'],
  ["AT_LEAST(4, ALARM, (a, b))", "between 1 and 2"],
  [Array.from({ length: 101 }, (_, i) => `ALARM(x${i})`).join(" OR "), "more than 100 alarms"],
])("%s is refused with what is wrong", (rule, problem) => {
  expect(() => parseAlarmRule(rule)).toThrow(problem);
});
