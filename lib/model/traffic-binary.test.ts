import { describe, expect, it } from "vitest";
import type { FunctionTraffic, Traffic } from "./traffic";
import { decodeTraffic, encodeTraffic, joinTraffic } from "./traffic-binary";

const ofFunction = (name: string, first: number): FunctionTraffic => ({
  name,
  invocations: Float32Array.of(first, 0, 3),
  throttles: Float32Array.of(0, 0, 1),
  busySeconds: Float32Array.of(0.25, 0, 1.5),
  concurrency: Float32Array.of(1, 0, 2),
  duration: { averageSeconds: 0.4, p50Seconds: 0.3, p99Seconds: 1.2 },
  init: null,
});

const traffic = (...functions: FunctionTraffic[]): Traffic => ({
  startMs: Date.UTC(2026, 10, 21),
  stepMs: 60_000,
  length: 3,
  functions,
  asOfMs: 1,
  completeUntilMs: 2,
  use: { calls: 1, metrics: 7, costUsd: 0.00007 },
  problems: [{ kind: "denied", title: "Not allowed", detail: "Größe" }],
});

describe("traffic as bytes", () => {
  it("comes back as it was, whatever the length of the header", () => {
    for (const name of ["a", "ab", "abc", "abcd"]) {
      const sent = traffic(ofFunction(name, 5), ofFunction(`${name}-2`, 7));
      expect(decodeTraffic(encodeTraffic(sent).buffer)).toEqual(sent);
    }
  });

  it("is refused when it was cut off", () => {
    const bytes = encodeTraffic(traffic(ofFunction("a", 5)));
    expect(() => decodeTraffic(bytes.slice(0, -4).buffer)).toThrow(RangeError);
  });
});

describe("joinTraffic", () => {
  it("adds up what reading took", () => {
    const joined = joinTraffic([traffic(ofFunction("a", 5)), traffic(ofFunction("b", 6))]);
    expect(joined?.functions.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(joined?.use).toEqual({ calls: 2, metrics: 14, costUsd: 0.00014 });
    expect(joinTraffic([])).toBeUndefined();
  });

  it("brings an answer that came a minute later onto the grid of the first", () => {
    const later = { ...traffic(ofFunction("b", 6)), startMs: Date.UTC(2026, 10, 21, 0, 1) };
    const joined = joinTraffic([later, traffic(ofFunction("a", 5))])!;
    expect(joined.startMs).toBe(Date.UTC(2026, 10, 21));
    expect(joined.functions.map(({ invocations }) => [...invocations])).toEqual([
      [0, 6, 0],
      [5, 0, 3],
    ]);
  });
});
