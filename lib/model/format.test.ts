import { expect, test } from "vitest";
import {
  formatAge,
  formatBytes,
  formatClock,
  formatCount,
  formatDateTime,
  formatDelta,
  formatDuration,
  formatFullCount,
  formatMemory,
  formatMoney,
  formatMonthlyMoney,
  formatMs,
  formatPercent,
  formatRate,
  plain,
  formatSpan,
  spanInWords,
  type Quantity,
} from "./format";

const words = (quantity: Quantity) => plain(quantity).replaceAll("\u2009", " ");

test.each([
  [0, "0"],
  [7, "7"],
  [9_999, "9,999"],
  [41_234, "41.2 K"],
  [999_499, "999 K"],
  [999_500, "1.00 M"],
  [9_640_000, "9.64 M"],
  [68_800_000, "68.8 M"],
  [2_180_000_000, "2.18 B"],
  [undefined, "\u2013"],
  [Number.NaN, "\u2013"],
])("count %s is %s", (count, text) => expect(words(formatCount(count))).toBe(text));

test.each([
  [0, "0 ms"],
  [1.46, "1.5 ms"],
  [842, "842 ms"],
  [999.6, "1.00 s"],
  [1_312, "1.31 s"],
  [59_999, "1 m 0 s"],
  [402_000, "6 m 42 s"],
  [3_599_900, "1 h 0 m"],
  [5_400_000, "1 h 30 m"],
])("%s ms is %s", (ms, text) => expect(words(formatDuration(ms))).toBe(text));

test.each([
  [0, "0 %"],
  [0.00004, "<0.01 %"],
  [0.0004, "0.04 %"],
  [0.0104, "1.0 %"],
  [0.0949, "9.5 %"],
  [0.21, "21 %"],
])("ratio %s is %s", (ratio, text) => expect(words(formatPercent(ratio))).toBe(text));

test.each([
  [0, "$0.00"],
  [30.361, "$30.36"],
  [4127.4, "$4,127.40"],
  [0.0000066, "$0.0000066"],
  [0.0021, "$0.0021"],
  [-1.5, "\u2212$1.50"],
])("%s dollars are %s", (usd, text) => expect(formatMoney(usd)).toBe(text));

test("other units", () => {
  expect(words(formatMemory(10_240))).toBe("10,240 MB");
  expect(words(formatBytes(184))).toBe("184 bytes");
  expect(words(formatBytes(1))).toBe("1 byte");
  expect(words(formatBytes(6_291_556))).toBe("6 MB");
  expect(words(formatBytes(1_048_570))).toBe("1 MB");
  expect(words(formatMs(1_630))).toBe("1,630 ms");
  expect(words(formatRate(0.434))).toBe("0.43");
  expect(words(formatRate(112.4))).toBe("112");
  expect(formatFullCount(13_483)).toBe("13,483");
  expect(formatMonthlyMoney(4127.4)).toBe("$4,127");
  expect(formatDelta(100)).toBe("+100");
  expect(formatDelta(-60)).toBe("\u221260");
  expect(formatDelta(0)).toBe("0");
});

test.each([
  [-5, "0 s"],
  [59_000, "59 s"],
  [3 * 3_600_000, "3 h"],
  [6 * 86_400_000, "6 d"],
  [511 * 86_400_000, "1.4 y"],
])("an age of %s ms is %s", (ms, text) => expect(formatAge(ms)).toBe(text));

test("times in UTC", () => {
  const at = Date.UTC(2026, 10, 20, 14, 32, 4, 118);
  expect(formatClock(at, "utc")).toBe("14:32:04");
  expect(formatClock(at, "utc", "ms")).toBe("14:32:04.118");
  expect(formatDateTime(at, "utc", at)).toBe("20 Nov 14:32:04");
  expect(formatDateTime(at, "utc", Date.UTC(2027, 1, 1))).toBe("20 Nov 2026 14:32:04");
});

test.each([
  [60, "1\u2009min", "1 minute"],
  [90 * 60, "90\u2009min", "90 minutes"],
  [3 * 3600, "3\u2009h", "3 hours"],
  [24 * 3600, "24\u2009h", "24 hours"],
  [7 * 86_400, "7\u2009d", "7 days"],
])("%d s of traffic are %s", (seconds, short, words) => {
  expect([formatSpan(seconds), spanInWords(seconds)]).toEqual([short, words]);
});
