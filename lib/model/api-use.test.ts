import { describe, expect, test } from "vitest";
import { dailyUse, dayOf, isBilled, isPaid, raisedBudgetUsd, type UseItem } from "./api-use";
import { callsIn, tableOfUse } from "./api-use-rows";
import { plain } from "./format";

const amounts = new Map<UseItem, number>([
  ["lambda:ListFunctions", 200],
  ["cloudwatch:GetMetricData", 3],
  ["cloudwatch:DescribeAlarms", 100],
  ["metrics", 1_240],
  ["scanned-bytes", 2 ** 30],
  ["live-tail-seconds", 90],
  ["log-bytes", 4_096],
  ["invocations", 1_000_000],
  ["gb-seconds-x86_64", 3.2],
  ["gb-seconds-arm64", 1],
  ["sqs:GetQueueAttributes", 1_000_000],
]);

test("a day's use has its list prices, and a line in the table for each sort of thing", () => {
  const use = dailyUse("2026-11-26", amounts);
  const rows = tableOfUse(use).map(({ label, amount, costUsd }) => [
    label,
    plain(amount).replaceAll("\u2009", " "),
    Math.round(costUsd * 1e6) / 1e6,
  ]);
  expect(rows).toEqual([
    ["Metrics asked for", "1,240", 0.0124],
    ["Log text scanned by queries", "1 GB", 0.005],
    ["Live tail", "1 m 30 s", 0.015],
    ["Test invocations", "1,000,000", 0.2],
    ["Their duration", "4.2 GB-s", 0.000067],
    ["Other CloudWatch requests", "100", 0.001],
    ["SQS requests", "1,000,000", 0.4],
    ["Log text read", "4 KB", 0],
    ["All other calls", "203", 0],
  ]);
  expect(use.costUsd).toBeCloseTo(0.633467, 6);
  expect(callsIn(use)).toBe(1_000_303);
});

test("days change at midnight UTC", () => {
  expect(dayOf(Date.UTC(2026, 10, 26, 23, 59, 59))).toBe("2026-11-26");
  expect(dayOf(Date.UTC(2026, 10, 27))).toBe("2026-11-27");
});

describe("who pays", () => {
  test.each([
    ["a profile", { kind: "profile" as const }, true],
    ["a profile sent elsewhere", { kind: "profile" as const, endpoint: "http://x:4566" }, false],
    [
      "an endpoint of AWS itself",
      { kind: "endpoint" as const, endpoint: "https://lambda.eu-west-1.amazonaws.com" },
      true,
    ],
    ["another endpoint", { kind: "endpoint" as const, endpoint: "http://127.0.0.1:4566" }, false],
    ["the engine", { kind: "local" as const, endpoint: "http://127.0.0.1:3211" }, false],
  ])("%s: %o is billed: %s", (_name, connection, expected) => {
    expect(isBilled(connection)).toBe(expected);
  });

  test("metrics, queries, live tail, alarms and queues cost; functions and log events do not", () => {
    for (const [service, command] of [
      ["cloudwatch", "GetMetricData"],
      ["cloudwatch", "DescribeAlarms"],
      ["logs", "StartQuery"],
      ["logs", "StartLiveTail"],
      ["sqs", "GetQueueAttributes"],
    ] as const)
      expect(isPaid(service, command)).toBe(true);
    for (const [service, command] of [
      ["lambda", "ListFunctions"],
      ["logs", "FilterLogEvents"],
      ["logs", "GetQueryResults"],
      ["sts", "GetCallerIdentity"],
    ] as const)
      expect(isPaid(service, command)).toBe(false);
  });
});

test("raising doubles a budget, to a cent, up to the most there is", () => {
  expect(raisedBudgetUsd(1)).toBe(2);
  expect(raisedBudgetUsd(0.01)).toBe(0.02);
  expect(raisedBudgetUsd(9_000)).toBe(10_000);
});
