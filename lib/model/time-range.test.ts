import { expect, test } from "vitest";
import {
  absoluteRange,
  parseRange,
  periodSecondsFor,
  presetLabel,
  spanOf,
  stepLabel,
} from "./time-range";

const now = Date.UTC(2026, 10, 21, 12);

test("a preset ends now", () => {
  const range = parseRange("6h");
  expect(range).toEqual({ text: "6h", lengthMs: 6 * 3_600_000 });
  expect(spanOf(range, now)).toEqual({ startMs: now - 6 * 3_600_000, endMs: now });
});

test("an absolute range survives the address", () => {
  const span = { startMs: now - 7_200_000, endMs: now - 3_600_000 };
  const text = absoluteRange(span);
  expect(text).toBe("2026-11-21T10:00:00Z..2026-11-21T11:00:00Z");
  expect(spanOf(parseRange(text), now + 99)).toEqual(span);
});

test.each(["", "0h", "9999d", "yesterday", "2026-11-21..2026-11-20", "a..b", "1h..2h..3h"])(
  "%j becomes the fallback",
  (text) => expect(parseRange(text, "1h")).toEqual({ text: "1h", lengthMs: 3_600_000 }),
);

test("points are as fine as the span and the age of the data allow", () => {
  const period = (hours: number, agoDays = 0) => {
    const endMs = now - agoDays * 86_400_000;
    return periodSecondsFor({ startMs: endMs - hours * 3_600_000, endMs }, now);
  };
  expect(period(1)).toBe(60);
  expect(period(6)).toBe(60);
  expect(period(24)).toBe(300);
  expect(period(14 * 24)).toBe(3600);
  expect(period(1, 30)).toBe(300);
  expect(period(1, 100)).toBe(3600);
});

test("labels", () => {
  expect(presetLabel("15m")).toBe("Last 15 min");
  expect(presetLabel("24h")).toBe("Last 24 h");
  expect(stepLabel(600)).toBe("10 min");
  expect(stepLabel(3600)).toBe("1 h");
});
