import type { LoadTraffic } from "@/lib/model/load-schema";

/** Traffic that meets a limit, or starts environments again and again. */
export interface TruthScenario {
  name: string;
  /** A Node.js handler. */
  handler: string;
  reservedConcurrency?: number;
  /** On the alias that is called. */
  provisionedConcurrency?: number;
  traffic: LoadTraffic;
}

/** Of each scenario; they are played one after the other. */
export const durationSeconds = 12;
/** Of the engine that plays them: short, so that environments end while traffic goes on. */
export const idleTimeoutSeconds = 2;
export const accountConcurrencyLimit = 1000;

const sleeping = (ms: string) =>
  `async () => { await new Promise((done) => setTimeout(done, ${ms})); }`;

export const truthScenarios: readonly TruthScenario[] = [
  {
    name: "reserved 5; 6/s, 1 s each",
    handler: sleeping("1000"),
    reservedConcurrency: 5,
    traffic: { kind: "steady", ratePerSecond: 6 },
  },
  {
    name: "reserved 2; 3/s, exponential 0.6 s",
    handler: sleeping("-600 * Math.log(1 - Math.random())"),
    reservedConcurrency: 2,
    traffic: { kind: "steady", ratePerSecond: 3 },
  },
  {
    name: "reserved 4; ramp from 1/s to 12/s, 0.5 s each",
    handler: sleeping("500"),
    reservedConcurrency: 4,
    traffic: { kind: "ramp", fromRatePerSecond: 1, toRatePerSecond: 12 },
  },
  {
    name: "no limit; 1.5/s, 0.5 s each",
    handler: sleeping("500"),
    traffic: { kind: "steady", ratePerSecond: 1.5 },
  },
  {
    name: "3 provisioned, spilling over; 4/s, 0.8 s each",
    handler: sleeping("800"),
    provisionedConcurrency: 3,
    traffic: { kind: "steady", ratePerSecond: 4 },
  },
];
