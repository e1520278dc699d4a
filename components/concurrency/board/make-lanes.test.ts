import { expect, test } from "vitest";
import type { FunctionRow } from "@/lib/model/function-row";
import type { FunctionTraffic } from "@/lib/model/traffic";
import type { Prediction } from "@/lib/simulator/prediction";
import type { BoardFunction } from "./board-function";
import { averageDemand } from "./demand";
import { LaneMaker } from "./make-lanes";

const settings = (name: string): BoardFunction => ({
  name,
  row: { name } as FunctionRow,
  reserved: 20,
  provisioned: [],
  queues: [],
});
const recorded = (name: string): FunctionTraffic => ({
  name,
  invocations: Float32Array.of(60, 30, 0),
  throttles: Float32Array.of(0, 30, 0),
  busySeconds: Float32Array.of(120, 60, 0),
  concurrency: Float32Array.of(4, 20, 0),
  duration: null,
  init: null,
});
const prediction = { demand: Float32Array.of(4, 40, 0) } as unknown as Prediction;
const functions = [settings("a"), settings("b")];
const predictions = new Map(functions.map(({ name }) => [name, { ...prediction }]));
const parts = {
  functions,
  changes: [],
  traffic: new Map(functions.map(({ name }) => [name, recorded(name)])),
  stepSeconds: 60,
  factor: 1,
  now: predictions,
  after: predictions,
  predict: () => undefined,
};
const reserve = (after: number) =>
  ({ kind: "reserved", functionName: "a", before: 20, after }) as const;

test("a change makes its own lane anew and leaves the others the same objects", () => {
  const maker = new LaneMaker();
  const [a, b] = maker.lanes(parts);
  const [planned, same] = maker.lanes({ ...parts, changes: [reserve(3)] });
  expect(planned).not.toBe(a);
  expect(planned?.after.reserved).toBe(3);
  expect(same).toBe(b);
  const [back] = maker.lanes({ ...parts, changes: [reserve(20)] });
  expect(back?.after).toBe(back?.now);
});

test("a changed lane shows the quick prediction until the worker has answered", () => {
  const maker = new LaneMaker();
  const quick = { ...prediction };
  const planned = { ...parts, changes: [reserve(3)], predict: () => quick };
  expect(maker.lanes(parts)[0]?.predicted?.after).toBe(predictions.get("a"));
  expect(maker.lanes(planned)[0]?.predicted?.after).toBe(quick);
  const answer = { ...prediction };
  const after = new Map([...predictions, ["a", answer] as const]);
  expect(maker.lanes({ ...planned, after })[0]?.predicted?.after).toBe(answer);
});

test("demand is that of the chosen traffic; what was throttled counts in its average", () => {
  const [lane] = new LaneMaker().lanes({ ...parts, factor: 2 });
  expect(lane?.demand).toMatchObject({ shares: { max: 40 } });
  expect(averageDemand(recorded("a"), 60)).toBeCloseTo((120 + 120) / 180);
  expect(lane?.demand?.average).toBeCloseTo((2 * 240) / 180);
});

test("without a prediction a lane has its settings alone", () => {
  const [lane] = new LaneMaker().lanes({ ...parts, now: undefined, after: undefined });
  expect(lane).toMatchObject({ demand: undefined, predicted: undefined });
});
