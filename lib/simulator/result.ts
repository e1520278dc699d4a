import * as z from "zod";
import { throttleReasons } from "./tally";

const figure = () => z.number();
/** null: there was nothing to measure. */
const measured = () => z.number().nullable();
const interval = () =>
  z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe("[low, high]; null where fewer than two replications had something to measure");

/** What is counted of one function, with a leaf for each figure. */
function figuresOf<L extends z.ZodType, M extends z.ZodType>(leaf: () => L, quantile: () => M) {
  return {
    requests: leaf().describe("that arrived; messages for sqs"),
    served: leaf().describe("requests that got their answer, or whose event was done"),
    lost: leaf().describe("given up: not retried, too old, failed or received too often"),
    waitingAtEnd: leaf().describe("requests that were still to be tried again at the end"),
    invocations: leaf().describe("runs of the function"),
    errors: leaf(),
    throttles: leaf().describe("refused attempts, as CloudWatch counts them"),
    throttledRequests: leaf().describe("requests that were refused at least once"),
    throttleProbability: leaf().describe("throttledRequests / requests"),
    throttlesByReason: z.strictObject({
      [throttleReasons[0]]: leaf(),
      [throttleReasons[1]]: leaf(),
      [throttleReasons[2]]: leaf(),
      [throttleReasons[3]]: leaf(),
    }),
    coldStarts: leaf(),
    coldStartProbability: leaf().describe("coldStarts / invocations"),
    averageEnvironments: leaf().describe("running and idle, provisioned ones included"),
    averageRunning: leaf(),
    averageIdle: leaf(),
    maximumRunning: leaf(),
    averageWaiting: leaf().describe("requests that wait: queued, or between a client's attempts"),
    latencySeconds: z
      .strictObject({ p50: quantile(), p90: quantile(), p99: quantile() })
      .describe("with init; sync: from the first attempt; async and sqs: of the run alone"),
    queueAgeSeconds: z
      .strictObject({ p50: quantile(), p90: quantile(), p99: quantile(), maximum: quantile() })
      .describe("async and sqs: from the arrival to the start of a run"),
    provisioned: z.strictObject({
      invocations: leaf(),
      spillovers: leaf().describe("invocations beyond the provisioned environments"),
      averageRunning: leaf(),
      utilization: leaf().describe("part of the provisioned environments that runs"),
    }),
    billedGbSeconds: z.strictObject({
      onDemand: leaf().describe("without init"),
      init: leaf().describe("by how much cold runs were longer than warm ones of the same rank"),
      provisioned: leaf().describe("runs in provisioned environments"),
      provisionedKept: leaf().describe("keeping the environments"),
    }),
    cost: z
      .strictObject({
        requestsUsd: leaf(),
        onDemandUsd: leaf(),
        initUsd: leaf(),
        provisionedUsd: leaf().describe("keeping the environments and running in them"),
        totalUsd: leaf(),
      })
      .describe("of the counted time; list price, first tier, without free tier"),
  };
}

const series = z.array(z.number());

export const resultSchema = z.strictObject({
  durationSeconds: figure(),
  warmUpSeconds: figure(),
  replications: figure(),
  seed: figure(),
  priceRegion: z.string().describe("whose list prices were used"),
  functions: z.array(
    z.strictObject({
      name: z.string(),
      ...figuresOf(figure, measured),
      interval95: z
        .strictObject(figuresOf(interval, interval))
        .optional()
        .describe("95 % confidence intervals of the means; absent for one replication"),
      series: z
        .strictObject({
          startSeconds: figure(),
          periodSeconds: figure(),
          requests: series,
          throttles: series,
          coldStarts: series,
          running: series.describe("average of the period"),
          runningMaximum: series,
          idle: series,
          environments: series,
          waiting: series,
        })
        .describe("by period, averages over the replications"),
    }),
  ),
});

export type SimulationResult = z.output<typeof resultSchema>;
export type FunctionResult = SimulationResult["functions"][number];
export type Figures = Omit<FunctionResult, "name" | "interval95" | "series">;
export type FigureIntervals = NonNullable<FunctionResult["interval95"]>;
export type FunctionSeries = FunctionResult["series"];
