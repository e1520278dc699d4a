import { expect, test } from "vitest";
import { MetricMemory } from "./metric-memory";

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 10, 26, 9, 0);
const points = (from: number, to: number, value = 1) =>
  Array.from({ length: to - from }, (_, index) => ({
    timeMs: startMs + (from + index) * minuteMs,
    value,
  }));
const at = (minutes: number) => startMs + minutes * minuteMs;
const span = (from: number, to: number) => ({ startMs: at(from), endMs: at(to) });

test("at first all is asked for, soon after nothing, later what may have changed", () => {
  const memory = new MetricMemory();
  expect(memory.recall("a", span(0, 60), 15_000, at(60))).toEqual({ ask: span(0, 60) });
  memory.learn("a", span(0, 60), points(0, 60), minuteMs, at(60));
  expect(memory.recall("a", span(0, 60), 15_000, at(60) + 14_000).ask).toBeUndefined();
  const later = memory.recall("a", span(1, 61), 15_000, at(61));
  expect(later.ask).toEqual(span(40, 61));
  expect(later.known!.points.at(-1)!.timeMs).toBe(at(39));
});

test("a span that is over is not asked for twice", () => {
  const memory = new MetricMemory();
  memory.learn("a", span(0, 30), points(0, 30), minuteMs, at(60));
  expect(memory.recall("a", span(5, 30), 0, at(9_000)).ask).toBeUndefined();
  expect(memory.recall("b", span(5, 30), 0, at(9_000)).ask).toEqual(span(5, 30));
});

test("what is read anew takes the place of what might have changed", () => {
  const memory = new MetricMemory();
  memory.learn("a", span(0, 60), points(0, 60), minuteMs, at(60));
  const series = memory.learn("a", span(40, 61), points(40, 61, 2), minuteMs, at(61));
  expect(series.points.filter(({ value }) => value === 1)).toHaveLength(40);
  expect(series.points.filter(({ value }) => value === 2)).toHaveLength(21);
  expect(memory.recall("a", span(0, 60), 0, at(200)).ask).toEqual(span(41, 60));
});

test("a span that begins before what is known is asked for whole", () => {
  const memory = new MetricMemory();
  memory.learn("a", span(30, 60), points(30, 60), minuteMs, at(60));
  expect(memory.recall("a", span(0, 60), 60_000, at(60))).toEqual({ ask: span(0, 60) });
});

test("memory is bounded: the series least lately used go first", () => {
  const memory = new MetricMemory();
  const many = points(0, 1_400);
  for (let index = 0; index < 400; index += 1) {
    memory.learn(`s${index}`, span(0, 1_400), many, minuteMs, at(1_500));
    memory.recall("s0", span(0, 1_300), 0, at(1_500));
  }
  const isKnown = (key: string) =>
    memory.recall(key, span(0, 1_300), 0, at(1_500)).known !== undefined;
  expect(isKnown("s0")).toBe(true);
  expect(isKnown("s1")).toBe(false);
  expect(isKnown("s399")).toBe(true);
  memory.learn("long", span(0, 20_000), points(0, 20_000), minuteMs, at(30_000));
  expect(isKnown("long")).toBe(false);
});
