import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { parseExpression } from "./expression.ts";
import { isSeries, type TimeSeries, type Value } from "./series.ts";

/** `-` is no value; times are 0, 60, 120... seconds. */
function series(label: string, values: (number | "-")[]): TimeSeries {
  const points = new Map<number, number>();
  for (const [index, value] of values.entries()) if (value !== "-") points.set(index * 60, value);
  return { label, periodSeconds: 60, points };
}

const metrics = new Map<string, TimeSeries>([
  ["m1", series("m1", [30, 20, 0, 0])],
  ["m2", series("m2", [20, "-", 20, "-"])],
  ["gap", series("gap", ["-", 10, "-", 30])],
  ["none", series("none", [])],
]);

function run(text: string): Value {
  return evaluate(
    parseExpression(text),
    (id) => {
      const found = metrics.get(id);
      if (!found) throw new Error(`no ${id}`);
      return found;
    },
    { range: { startSeconds: 0, endSeconds: 240 }, metrics, periodSeconds: 60 },
  );
}

function shown(value: Value): unknown {
  if (typeof value === "number") return value;
  if (!isSeries(value)) return value.map(shown);
  return [0, 60, 120, 180].map((time) => value.points.get(time) ?? "-").join(" ");
}

test.each([
  ["1 + 2 * 3 - 4 / 2", 5],
  ["(1 + 2) * 3", 9],
  ["2 ^ 3 ^ 2", 512],
  ["-2 ^ 2", -4],
  ["-(-3)", 3],
  ["1.5e2 + .5", 150.5],
  ["10 > 5 AND 1 == 1", 1],
  ["1 > 2 || 3 != 3", 0],
  ["m1 + m2", "50 20 20 0"],
  ["m1 - m2", "10 20 -20 0"],
  ["m1 * 2", "60 40 0 0"],
  ["100 / m1", "3.3333333333333335 5 - -"],
  ["m2 / m1", "0.6666666666666666 0 - -"],
  ["-m1", "-30 -20 0 0"],
  ["m1 < m2", "0 0 1 0"],
  ["m1 >= 30", "1 0 0 0"],
  ["m1 > 15 AND m2 > 15", "1 0 0 0"],
  ["m1 > 15 && m2 > 15 || m1 == 20", "1 1 0 0"],
  ["SUM(m1)", 50],
  ["AVG(m1)", 12.5],
  ["MIN(gap)", 10],
  ["MAX(gap)", 30],
  ["DATAPOINT_COUNT(gap)", 2],
  ["STDDEV(gap)", 10],
  ["SUM([m1, m2])", "50 20 20 0"],
  ["AVG([m1, m2])", "25 10 10 0"],
  ["MAX([m1, m2])", "30 20 20 0"],
  ["MIN([m1, m2])", "20 20 0 0"],
  ["SUM(METRICS())", "50 30 20 30"],
  ['SUM(METRICS("m"))', "50 20 20 0"],
  ["METRIC_COUNT(METRICS())", 4],
  ["m1 / PERIOD(m1)", "0.5 0.3333333333333333 0 0"],
  ["ABS(m1 - 25)", "5 5 25 25"],
  ["CEIL(m1 / 7)", "5 3 0 0"],
  ["FLOOR(m1 / 7)", "4 2 0 0"],
  ["LOG10(m1)", "1.4771212547196624 1.3010299956639813 - -"],
  ["DIFF(m1)", "- -10 -20 0"],
  ["DIFF(gap)", "- - - 20"],
  ["DIFF_TIME(gap)", "- - - 120"],
  ["RATE(gap)", `- - - ${20 / 120}`],
  ["RUNNING_SUM(m1)", "30 50 50 50"],
  ["FILL(gap, 0)", "0 10 0 30"],
  ["FILL(none, 7)", "7 7 7 7"],
  ["FILL(gap, REPEAT)", "- 10 10 30"],
  ["FILL(gap, LINEAR)", "- 10 20 30"],
  ["FILL(gap, m1)", "30 10 0 30"],
  ["FILL([gap, m2], 0)", ["0 10 0 30", "20 0 20 0"]],
  ["TIME_SERIES(MAX(m1))", "30 30 30 30"],
  ["MINUTE(m1)", "0 1 2 3"],
  ["DAY(m1)", "4 4 4 4"],
  ["IF(m1 > 15, 1, 0)", "1 1 0 0"],
  ["IF(m1 > 15, m1)", "30 20 - -"],
  ["IF(m1, m2, 5)", "20 0 5 5"],
  ["IF(1, m1, m2)", "30 20 0 0"],
  ["REMOVE_EMPTY([m1, none])", ["30 20 0 0"]],
  ["SORT([m2, m1], SUM, DESC)", ["30 20 0 0", "20 - 20 -"]],
  ["SORT(METRICS(), MAX, ASC, 1)", ["- - - -"]],
  ["SLICE([m1, m2, gap], 1, 2)", ["20 - 20 -"]],
  ["FIRST(SORT([m2, m1], AVG, DESC))", "20 - 20 -"],
  ["LAST([m1, m2])", "20 - 20 -"],
])("%s", (text, expected) => {
  expect(shown(run(text))).toEqual(expected);
});

test.each([
  ["1 +", "expected a value at the end"],
  ["(m1", 'expected ")" at the end'],
  ["m1 m2", 'unexpected "m2"'],
  ["m1 # 2", 'unexpected "#"'],
  ["'text'", "not a value"],
  ["MEDIAN(m1)", "there is no function MEDIAN"],
  ["SEARCH('{AWS/Lambda}', 'Sum')", "does not support the function SEARCH"],
  ["ANOMALY_DETECTION_BAND(m1)", "does not support the function ANOMALY_DETECTION_BAND"],
  ["SELECT AVG(x) FROM y", "does not support Metrics Insights"],
  ["FILL(m1, SOON)", "no SOON"],
  ["FILL(m1)", "FILL takes"],
  ["SORT(METRICS(), MAX, UP)", "no UP"],
  ["[m1, m2] + [m1, m2]", "two arrays"],
])("%s is refused", (text, reason) => {
  expect(() => run(text)).toThrow(reason);
});
