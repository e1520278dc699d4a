import * as z from "zod";
import { largestP99 } from "./service-time";

const secondsPerDay = 86_400;

/** The scenario is wrong: `path` is the field, such as `functions[0].arrivals.ratePerSecond`. */
export class ScenarioError extends Error {
  constructor(
    readonly path: string,
    readonly detail: string,
  ) {
    super(`${path} ${detail}`);
  }
}

/** Every refusal of a number says the whole range. */
function number(min: number, max: number) {
  const error = `must be a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}

function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** AWS's longest function runs 5,400 s; the shortest time that can be told apart is a microsecond. */
const serviceSeconds = () => number(0.000001, 5400);
const rate = () => number(0, 1_000_000);
const multiplier = number(0, 1000).default(1).describe("the traffic is this many times as much");

const lognormal = z
  .strictObject({
    distribution: z.literal("lognormal"),
    meanSeconds: serviceSeconds().optional(),
    p50Seconds: serviceSeconds().optional(),
    p99Seconds: serviceSeconds(),
  })
  .describe("p99Seconds and either meanSeconds (the smaller sigma that fits) or p50Seconds")
  .superRefine(({ meanSeconds, p50Seconds, p99Seconds }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if ((meanSeconds === undefined) === (p50Seconds === undefined))
      return refuse("meanSeconds", "or p50Seconds must be given, one of the two");
    const low = meanSeconds ?? p50Seconds ?? 0;
    const high = meanSeconds === undefined ? 5400 : Math.min(5400, largestP99(meanSeconds));
    if (p99Seconds < low || p99Seconds > high)
      refuse("p99Seconds", `must be a number from ${low} to ${Number(high.toPrecision(6))} here`);
  })
  .transform(({ distribution, meanSeconds, p50Seconds, p99Seconds }) =>
    p50Seconds === undefined
      ? { distribution, meanSeconds: meanSeconds ?? 0, p99Seconds }
      : { distribution, p50Seconds, p99Seconds },
  );

const serviceTime = z.discriminatedUnion("distribution", [
  z.strictObject({ distribution: z.literal("constant"), meanSeconds: serviceSeconds() }),
  z.strictObject({ distribution: z.literal("exponential"), meanSeconds: serviceSeconds() }),
  lognormal,
  z.strictObject({
    distribution: z.literal("empirical"),
    values: z
      .array(serviceSeconds(), { error: "must be a list of seconds" })
      .min(1, { error: "must hold at least one number" })
      .describe("measured seconds, each as likely as every other"),
  }),
]);

const shape = z.discriminatedUnion("shape", [
  z
    .strictObject({
      kind: z.literal("shape"),
      shape: z.literal("ramp"),
      fromRatePerSecond: rate(),
      toRatePerSecond: rate(),
      startSeconds: number(0, 366 * secondsPerDay).default(0),
      rampSeconds: number(0.001, 366 * secondsPerDay)
        .optional()
        .describe("absent: to the end"),
      multiplier,
    })
    .describe("one rate until startSeconds, then straight to the other, which stays"),
  z
    .strictObject({
      kind: z.literal("shape"),
      shape: z.literal("burst"),
      ratePerSecond: rate().describe("outside the burst"),
      burstRatePerSecond: rate(),
      startSeconds: number(0, 366 * secondsPerDay).default(0),
      burstSeconds: number(0.001, 366 * secondsPerDay),
      everySeconds: number(0.001, 366 * secondsPerDay)
        .optional()
        .describe("absent: one burst"),
      multiplier,
    })
    .describe("a rate with one burst, or one every so often"),
  z
    .strictObject({
      kind: z.literal("shape"),
      shape: z.literal("daily"),
      lowRatePerSecond: rate(),
      highRatePerSecond: rate(),
      highAtSeconds: number(0, secondsPerDay)
        .default(14 * 3600)
        .describe("after midnight, which is when the simulation begins"),
      multiplier,
    })
    .describe("a sine wave of 24 hours"),
]);

const arrivals = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("poisson"), ratePerSecond: rate(), multiplier }),
  z
    .strictObject({
      kind: z.literal("series"),
      periodSeconds: number(0.001, secondsPerDay),
      counts: z
        .array(number(0, 1_000_000_000), { error: "must be a list of counts" })
        .min(1, { error: "must hold at least one count" })
        .max(1_000_000, { error: "may hold at most 1000000 counts" }),
      activeShares: z
        .array(number(0, 1), { error: "must be a list of parts of a period" })
        .optional()
        .describe(
          "of each period: the part, somewhere in it, in which its requests come; absent: all of it",
        ),
      multiplier,
    })
    .describe("requests in each period, at random moments of it; nothing comes after the last"),
  shape,
]);

const sync = z
  .strictObject({
    maximumAttempts: whole(1, 100).default(1).describe("1: a throttled request is lost"),
    baseDelaySeconds: number(0, 3600).default(0.5),
    maximumDelaySeconds: number(0, 3600).default(20),
  })
  .describe("how the caller retries: at random within a delay that doubles, as AWS SDKs do");

const async = z
  .strictObject({
    maximumEventAgeSeconds: whole(60, 21_600).default(21_600),
    maximumRetryAttempts: whole(0, 2).default(2).describe("after errors of the function"),
  })
  .describe("the settings of asynchronous invocation");

const sqs = z
  .strictObject({
    batchSize: whole(1, 10_000)
      .default(1)
      .describe("messages an invocation takes at most (AWS's own default is 10)"),
    maximumConcurrency: whole(2, 1000).nullable().default(null),
    visibilityTimeoutSeconds: whole(1, 43_200).default(30),
    maxReceiveCount: whole(1, 1000).nullable().default(null).describe("null: no dead-letter queue"),
  })
  .describe("the queue and its event source mapping; a request is a message");

const simulatedFunction = z.strictObject({
  name: z
    .string({ error: "must be a text" })
    .min(1, { error: "must not be empty" })
    .max(140, { error: "may be at most 140 characters long" }),
  memoryMb: whole(128, 32_768).default(128),
  architecture: z.enum(["x86_64", "arm64"], { error: "must be x86_64 or arm64" }).default("x86_64"),
  ephemeralStorageMb: whole(512, 10_240).default(512),
  reservedConcurrency: whole(0, 1_000_000).nullable().default(null).describe("null: none"),
  provisionedConcurrency: whole(0, 1_000_000).default(0),
  invocation: z
    .enum(["sync", "async", "sqs"], { error: "must be sync, async or sqs" })
    .default("sync"),
  sync: sync.optional(),
  async: async.optional(),
  sqs: sqs.optional(),
  arrivals,
  warmService: serviceTime.describe("the time of a request in an environment that was there"),
  coldService: serviceTime.describe("the whole time of a cold request: init and handler"),
  errorProbability: number(0, 1).default(0).describe("of one run; errors take as long as answers"),
});

export const scenarioSchema = z.strictObject({
  durationSeconds: number(0.001, 366 * secondsPerDay).describe("simulated time"),
  warmUpSeconds: number(0, 366 * secondsPerDay)
    .default(0)
    .describe("the first part of it, which is not counted; the simulation begins empty"),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  replications: whole(1, 1000).default(10),
  idleTimeoutSeconds: number(0, secondsPerDay).default(600),
  seriesPeriodSeconds: number(0.001, 366 * secondsPerDay)
    .optional()
    .describe("of the result's series; absent: such that there are at most 240 periods"),
  region: z.string({ error: "must be a text" }).default("us-east-1").describe("whose list prices"),
  account: z
    .strictObject({
      concurrencyLimit: whole(1, 1_000_000).default(1000),
      environmentsPer10Seconds: whole(1, 1_000_000).default(1000).describe("for each function"),
    })
    .prefault({}),
  functions: z
    .array(simulatedFunction, { error: "must be a list of functions" })
    .min(1, { error: "must hold at least one function" })
    .max(1000, { error: "may hold at most 1000 functions" }),
});

/** A checked scenario with every default filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
export type SimulatedFunction = Scenario["functions"][number];
export type ServiceTimeSpec = SimulatedFunction["warmService"];
export type ArrivalsSpec = SimulatedFunction["arrivals"];
