import { expect, test } from "vitest";
import { judgeDatapoints, type Judgement } from "./judge-datapoints.ts";

const nowMs = Date.UTC(2026, 9, 2, 17, 0, 40);
const minuteMs = 60_000;

/** `0 - X`: oldest first, X breaches a threshold of 50, 0 does not, - is missing. */
function judge(picture: string, changes: Partial<Judgement> = {}) {
  const marks = picture.split(" ");
  const newestMs = Date.UTC(2026, 9, 2, 16, 59);
  return judgeDatapoints({
    datapoints: marks.toReversed().map((mark, index) => ({
      timeMs: newestMs - index * minuteMs,
      ...(mark !== "-" && { value: mark === "X" ? 99.5 : 0, sampleCount: 1 }),
    })),
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    breaches: (value) => value > 50,
    comparison: "greater than",
    threshold: 50,
    treatMissingData: "missing",
    about: { statistic: "Average" },
    periodSeconds: 60,
    nowMs,
    current: "OK",
    ...changes,
  });
}

const treatments = ["missing", "ignore", "breaching", "notBreaching"];

// The tables of AWS's page on missing data; undefined retains the state.
test.each([
  ["0 - X - X", ["OK", "OK", "OK", "OK"]],
  ["0 - - - -", ["OK", "OK", "OK", "OK"]],
  ["- - - - -", ["INSUFFICIENT_DATA", undefined, "ALARM", "OK"]],
  ["0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  ["- - X - -", ["ALARM", undefined, "ALARM", "OK"]],
  ["- - - - X", ["INSUFFICIENT_DATA", undefined, "ALARM", "OK"]],
])("3 out of 3: %s", (picture, states) => {
  expect(treatments.map((treatMissingData) => judge(picture, { treatMissingData })?.value)).toEqual(
    states,
  );
});

test.each([
  ["0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  ["0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  ["0 - X - -", ["OK", "OK", "ALARM", "OK"]],
  ["- - - - 0", ["OK", "OK", "ALARM", "OK"]],
  ["- - - X -", ["ALARM", undefined, "ALARM", "OK"]],
])("2 out of 3: %s", (picture, states) => {
  const changes = { datapointsToAlarm: 2 };
  expect(
    treatments.map((treatMissingData) => judge(picture, { treatMissingData, ...changes })?.value),
  ).toEqual(states);
});

test.each<[string, Partial<Judgement>, string]>([
  [
    "X",
    { evaluationPeriods: 1, datapointsToAlarm: 1, current: "INSUFFICIENT_DATA" },
    "Threshold Crossed: 1 datapoint [99.5 (02/10/26 16:59:00)] was greater than the threshold (50.0).",
  ],
  [
    "X",
    { evaluationPeriods: 1, datapointsToAlarm: 1 },
    "Threshold Crossed: 1 out of the last 1 datapoints [99.5 (02/10/26 16:59:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).",
  ],
  [
    "X 0 X",
    { datapointsToAlarm: 2 },
    "Threshold Crossed: 2 out of the last 3 datapoints [99.5 (02/10/26 16:59:00), 99.5 (02/10/26 16:57:00)] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).",
  ],
  [
    "X 0 0",
    { datapointsToAlarm: 2, current: "ALARM" },
    "Threshold Crossed: 2 out of the last 3 datapoints [0.0 (02/10/26 16:59:00), 0.0 (02/10/26 16:58:00)] were not greater than the threshold (50.0) (minimum 2 datapoints for ALARM -> OK transition).",
  ],
  ["- - -", {}, "Insufficient Data: 3 datapoints were unknown."],
  [
    "- - -",
    { treatMissingData: "notBreaching" },
    "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].",
  ],
  [
    "-",
    { evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: "breaching" },
    "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].",
  ],
  [
    "0 - -",
    { datapointsToAlarm: 2, treatMissingData: "breaching" },
    "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].",
  ],
  [
    "- - 0",
    { treatMissingData: "breaching", current: "ALARM" },
    "Threshold Crossed: 1 datapoint [0.0 (02/10/26 16:59:00)] was not greater than the threshold (50.0) and 2 missing datapoints were treated as [Breaching].",
  ],
])("%s says why in AWS's words", (picture, changes, reason) => {
  expect(judge(picture, changes)?.reason).toBe(reason);
});

test("the reason's data has the numbers and times as CloudWatch writes them", () => {
  expect(judge("0 X", { evaluationPeriods: 2, datapointsToAlarm: 1 })?.reasonData).toBe(
    '{"version":"1.0","queryDate":"2026-10-02T17:00:40.000+0000","startDate":"2026-10-02T16:58:00.000+0000",' +
      '"statistic":"Average","period":60,"recentDatapoints":[0.0,99.5],"threshold":50.0,"evaluatedDatapoints":[' +
      '{"timestamp":"2026-10-02T16:59:00.000+0000","sampleCount":1.0,"value":99.5},' +
      '{"timestamp":"2026-10-02T16:58:00.000+0000","sampleCount":1.0,"value":0.0}]}',
  );
  const nothing = judge("- - - - -")?.reasonData ?? "";
  expect(JSON.parse(nothing)).toEqual({
    version: "1.0",
    queryDate: "2026-10-02T17:00:40.000+0000",
    statistic: "Average",
    period: 60,
    recentDatapoints: [],
    threshold: 50,
    evaluatedDatapoints: [
      { timestamp: "2026-10-02T16:59:00.000+0000" },
      { timestamp: "2026-10-02T16:58:00.000+0000" },
      { timestamp: "2026-10-02T16:57:00.000+0000" },
    ],
  });
});
