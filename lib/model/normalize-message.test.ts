import { expect, test } from "vitest";
import { normalizeMessage } from "./normalize-message";

test.each([
  ["payment provider did not reply in 1,000 ms", "payment provider did not reply in <n> ms"],
  ["Task timed out after 3.00 seconds", "Task timed out after <n> seconds"],
  ["no order 40ac9f7d-5b1e-4f02-93c7-1f6e0b2da871", "no order <id>"],
  ["orderId=o_5590311 refused", "orderId=<id> refused"],
  ["trace 1-691fa5b0-0a1b2c3d4e5f60718293a4b5 lost", "trace <id> lost"],
  ["at 2026-11-20T14:18:24.487Z it broke", "at <time> it broke"],
  ["2026-11-20 14:18:24 down", "<time> down"],
  ["connect ECONNREFUSED 10.0.12.7:5432", "connect ECONNREFUSED <address>"],
  ["connect ETIMEDOUT fe80::1ff:fe23:4567:890a", "connect ETIMEDOUT <address>"],
  ["no user ann.lee+x@example.com", "no user <address>"],
  ["Request failed with status code 404", "Request failed with status code 404"],
  ["HTTP 503 from upstream after 12 tries", "HTTP 503 from upstream after <n> tries"],
  ["arn:aws:sqs:eu-west-1:123456789012:orders", "arn:aws:sqs:eu-west-1:<n>:orders"],
  ["S3 gave utf8 of v2 in us-east-1", "S3 gave utf8 of v2 in us-east-1"],
  ["commit 9f86d081884c7d65 at 0x7ffe", "commit <id> at <id>"],
  ["took 842ms of 85%", "took <n>ms of <n>%"],
  ["balance -12.50 EUR", "balance <n> EUR"],
  [
    "Unexpected token < in JSON at position 0\n    at parse",
    "Unexpected token < in JSON at position <n>",
  ],
  ["  many   spaces ", "many spaces"],
])("%j becomes %j", (message, normal) => {
  expect(normalizeMessage(message)).toBe(normal);
});

test("long messages are cut, and hostile ones take no time", () => {
  expect(normalizeMessage("x ".repeat(1000)).length).toBeLessThanOrEqual(300);
  const started = performance.now();
  normalizeMessage("1a".repeat(50_000));
  normalizeMessage("a:".repeat(50_000));
  normalizeMessage("1.".repeat(50_000));
  expect(performance.now() - started).toBeLessThan(200);
});
