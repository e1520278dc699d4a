import { describe, expect, it } from "vitest";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import type { ConcurrencyHolder } from "@/lib/model/settings-after";
import type { Prediction } from "@/lib/simulator/prediction";
import { limitWords, provisionedLine, reservedLine } from "./limit-line";

const concurrency: FunctionConcurrency = {
  reservedConcurrency: 120,
  provisioned: [],
  account: { limit: 1000, unreserved: 230, floor: 100 },
  problems: [],
};
const now: ConcurrencyHolder = {
  name: "checkout",
  reserved: 120,
  provisioned: [
    { qualifier: "live", requested: 20 },
    { qualifier: "7", requested: 5 },
  ],
  queues: [],
};
const prediction: Prediction = {
  windowSeconds: 86_400,
  requests: 1000,
  throttles: 96,
  invocations: 904,
  coldStarts: 9,
  latencyP50Seconds: null,
  latencyP99Seconds: null,
  costUsd: 0,
  provisionedUtilization: null,
  stepsOver: 1,
  peakDemand: 200,
  demand: new Float32Array(),
  throttled: new Float32Array(),
};

describe("the lines of the chart", () => {
  it("say what the choice would do, and move within what AWS accepts", () => {
    const chosen: ConcurrencyHolder[] = [];
    const line = reservedLine(
      concurrency,
      { now, chosen: { ...now, reserved: 200 } },
      220,
      prediction,
      (limits) => chosen.push(limits),
    );
    expect([line.now, line.chosen, line.min, line.max]).toEqual([120, 200, 25, 250]);
    expect(line.effect).toBe("predicted throttles 96 per day");
    line.choose(210);
    line.reset();
    expect(chosen.map(({ reserved }) => reserved)).toEqual([210, 120]);
  });

  it("move the provisioned concurrency of one alias below the sum of all", () => {
    const chosen: ConcurrencyHolder[] = [];
    const line = provisionedLine(
      concurrency,
      { now, chosen: now },
      "live",
      undefined,
      prediction,
      (limits) => chosen.push(limits),
    );
    expect([line.now, line.chosen, line.min, line.max]).toEqual([25, 25, 5, 120]);
    line.choose(45);
    line.choose(5);
    expect(chosen.map(({ provisioned }) => provisioned)).toEqual([
      [
        { qualifier: "live", requested: 40 },
        { qualifier: "7", requested: 5 },
      ],
      [{ qualifier: "7", requested: 5 }],
    ]);
  });

  it("are named by what stands on the grip", () => {
    expect(limitWords({ kind: "reserved", chosen: null })).toEqual({
      count: "",
      noun: "not reserved",
    });
    expect(limitWords({ kind: "reserved", chosen: 1200 })).toEqual({
      count: "1,200",
      noun: "reserved",
    });
    expect(limitWords({ kind: "provisioned", chosen: 0 })).toEqual({ count: "0", noun: "warm" });
  });
});
