import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { parseScenario } from "./parse-scenario";
import { resultSchema } from "./result";
import { ScenarioError, scenarioSchema } from "./scenario";
import { simulate } from "./simulate";
import { makeFunction } from "./testing/make-scenario";

function refusal(functionFields: object, fields: object = {}): string {
  try {
    parseScenario({
      durationSeconds: 60,
      functions: [{ ...makeFunction(), ...functionFields }],
      ...fields,
    });
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return "accepted";
}

test("fills in AWS's defaults", () => {
  const { account, idleTimeoutSeconds, functions } = parseScenario({
    durationSeconds: 60,
    functions: [makeFunction()],
  });
  expect(account).toEqual({ concurrencyLimit: 1000, environmentsPer10Seconds: 1000 });
  expect(idleTimeoutSeconds).toBe(600);
  expect(functions[0]).toMatchObject({
    memoryMb: 128,
    reservedConcurrency: null,
    provisionedConcurrency: 0,
    invocation: "sync",
  });
});

const constant = { distribution: "constant", meanSeconds: 1 };
const wrong: [string, object, object, string][] = [
  [
    "a number",
    { memoryMb: 64 },
    {},
    "functions[0].memoryMb must be a whole number from 128 to 32768",
  ],
  [
    "a fraction",
    { reservedConcurrency: 1.5 },
    {},
    "functions[0].reservedConcurrency must be a whole number from 0 to 1000000",
  ],
  [
    "a nested number",
    { arrivals: { kind: "poisson", ratePerSecond: -1 } },
    {},
    "functions[0].arrivals.ratePerSecond must be a number from 0 to 1000000",
  ],
  [
    "a number in a list",
    { arrivals: { kind: "series", periodSeconds: 60, counts: [1, "2"] } },
    {},
    "functions[0].arrivals.counts[1] must be a number from 0 to 1000000000",
  ],
  [
    "parts that are not one for each period",
    { arrivals: { kind: "series", periodSeconds: 60, counts: [1, 2], activeShares: [0.5] } },
    {},
    "functions[0].arrivals.activeShares must hold as many numbers as counts, 2",
  ],
  [
    "a part above all of a period",
    { arrivals: { kind: "series", periodSeconds: 60, counts: [1], activeShares: [1.5] } },
    {},
    "functions[0].arrivals.activeShares[0] must be a number from 0 to 1",
  ],
  [
    "a kind",
    { arrivals: { kind: "uniform" } },
    {},
    "functions[0].arrivals.kind must be one of poisson, series, shape",
  ],
  [
    "a shape",
    { arrivals: { kind: "shape", shape: "zigzag" } },
    {},
    "functions[0].arrivals.shape must be one of ramp, burst, daily",
  ],
  [
    "a distribution",
    { warmService: { distribution: "normal" } },
    {},
    "functions[0].warmService.distribution must be one of constant, exponential, lognormal, empirical",
  ],
  [
    "a field that the distribution does not have",
    { warmService: { ...constant, p99Seconds: 2 } },
    {},
    "functions[0].warmService.p99Seconds is no field of a scenario here",
  ],
  [
    "a missing field",
    { warmService: { distribution: "constant" } },
    {},
    "functions[0].warmService.meanSeconds is missing; it must be a number from 0.000001 to 5400",
  ],
  ["a missing part", { coldService: undefined }, {}, "functions[0].coldService is missing"],
  [
    "an unknown field",
    {},
    { durationMinutes: 1 },
    "durationMinutes is no field of a scenario here",
  ],
  [
    "a p99 that no lognormal has",
    { warmService: { distribution: "lognormal", meanSeconds: 1, p99Seconds: 16 } },
    {},
    "functions[0].warmService.p99Seconds must be a number from 1 to 14.9685 here",
  ],
  [
    "two centres",
    { warmService: { distribution: "lognormal", meanSeconds: 1, p50Seconds: 1, p99Seconds: 2 } },
    {},
    "functions[0].warmService.meanSeconds or p50Seconds must be given, one of the two",
  ],
  [
    "more provisioned than reserved",
    { provisionedConcurrency: 6, reservedConcurrency: 5 },
    {},
    "functions[0].provisionedConcurrency must be a whole number from 0 to the function's reservedConcurrency, 5",
  ],
  [
    "more than the account has",
    { reservedConcurrency: 50 },
    { account: { concurrencyLimit: 40 } },
    "functions[0].reservedConcurrency must be a whole number from 0 to 40: the account's limit is 40, and the functions before it claim 0",
  ],
  [
    "settings of another kind of invocation",
    { sqs: { batchSize: 10 } },
    {},
    'functions[0].sqs only goes with invocation "sqs", not "sync"',
  ],
  [
    "a name twice",
    {},
    { functions: [makeFunction(), makeFunction()] },
    "functions[1].name is there twice",
  ],
  [
    "nothing left to count",
    {},
    { warmUpSeconds: 60 },
    "warmUpSeconds must be less than durationSeconds, from 0 to below 60",
  ],
  ["no list", {}, { functions: {} }, "functions must be a list of functions"],
];

test.for(wrong)("refuses %s by the name of the field", ([, functionFields, fields, message]) => {
  expect(refusal(functionFields, fields)).toBe(message);
});

test("refuses what is no object", () => {
  expect(() => parseScenario([])).toThrow("the scenario must be an object");
});

const documents = { scenario: scenarioSchema, result: resultSchema };

test.for(["scenario", "result"] as const)("docs/%s.schema.json is up to date", (name) => {
  const file = new URL(`../../docs/${name}.schema.json`, import.meta.url);
  const written: unknown = JSON.parse(readFileSync(file, "utf8"));
  const title = `Lambdeck simulation ${name}`;
  expect(written).toEqual({ title, ...z.toJSONSchema(documents[name], { io: "input" }) });
});

test("a result is what its schema says, with and without intervals", () => {
  for (const replications of [1, 3]) {
    const result = simulate(
      parseScenario({
        durationSeconds: 60,
        replications,
        functions: [makeFunction(), makeFunction({ name: "none", reservedConcurrency: 0 })],
      }),
    );
    expect(resultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect("interval95" in result.functions[0]!).toBe(replications > 1);
  }
});
