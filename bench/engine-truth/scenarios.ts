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
    name: "reserved 5; 12/s, 0.5 s each",
    handler: sleeping("500"),
    reservedConcurrency: 5,
    traffic: { kind: "steady", ratePerSecond: 12 },
  },
  {
    name: "reserved 2; 4/s, exponential 0.4 s",
    handler: sleeping("-400 * Math.log(1 - Math.random())"),
    reservedConcurrency: 2,
    traffic: { kind: "steady", ratePerSecond: 4 },
  },
  {
    name: "reserved 4; ramp from 2/s to 24/s, 0.25 s each",
    handler: sleeping("250"),
    reservedConcurrency: 4,
    traffic: { kind: "ramp", fromRatePerSecond: 2, toRatePerSecond: 24 },
  },
  {
    name: "no limit; 2/s, 0.3 s each",
    handler: sleeping("300"),
    traffic: { kind: "steady", ratePerSecond: 2 },
  },
  {
    name: "3 provisioned, spilling over; 6/s, 0.5 s each",
    handler: sleeping("500"),
    provisionedConcurrency: 3,
    traffic: { kind: "steady", ratePerSecond: 6 },
  },
];
