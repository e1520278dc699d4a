import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay";

const throttled = (retryAfterSeconds: number) => ({
  kind: "throttled" as const,
  title: "",
  detail: "",
  retryAfterSeconds,
});

test("the wait doubles to a minute", () => {
  const waits = Array.from({ length: 9 }, (_, failures) => retryDelayMs(failures, undefined));
  expect(waits.map((ms) => ms / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test("it is never shorter than AWS asks for", () => {
  expect(retryDelayMs(0, throttled(20))).toBe(20_000);
  expect(retryDelayMs(5, throttled(20))).toBe(32_000);
  expect(retryDelayMs(0, throttled(600))).toBe(60_000);
});
