import type { LoadTraffic } from "@/lib/model/load-schema";
import type { ArrivalsSpec, ServiceTimeSpec } from "@/lib/simulator/scenario";

/** Traffic that meets a limit, or starts environments again and again. */
export interface TruthScenario {
  name: string;
  /** A Node.js handler. */
  handler: string;
  reservedConcurrency?: number;
  /** On the alias that is called. */
  provisionedConcurrency?: number;
  traffic: LoadTraffic;
  /** The same in the simulator's words: what is known before anything ran. */
  arrivals: ArrivalsSpec;
  service: ServiceTimeSpec;
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
    arrivals: { kind: "poisson", ratePerSecond: 6, multiplier: 1 },
    service: { distribution: "constant", meanSeconds: 1 },
  },
  {
    name: "reserved 2; 3/s, exponential 0.6 s",
    handler: sleeping("-600 * Math.log(1 - Math.random())"),
    reservedConcurrency: 2,
    traffic: { kind: "steady", ratePerSecond: 3 },
    arrivals: { kind: "poisson", ratePerSecond: 3, multiplier: 1 },
    service: { distribution: "exponential", meanSeconds: 0.6 },
  },
  {
    name: "reserved 4; ramp from 1/s to 12/s, 0.5 s each",
    handler: sleeping("500"),
    reservedConcurrency: 4,
    traffic: { kind: "ramp", fromRatePerSecond: 1, toRatePerSecond: 12 },
    arrivals: {
      kind: "shape",
      shape: "ramp",
      fromRatePerSecond: 1,
      toRatePerSecond: 12,
      startSeconds: 0,
      multiplier: 1,
    },
    service: { distribution: "constant", meanSeconds: 0.5 },
  },
  {
    name: "no limit; 1.5/s, 0.5 s each",
    handler: sleeping("500"),
    traffic: { kind: "steady", ratePerSecond: 1.5 },
    arrivals: { kind: "poisson", ratePerSecond: 1.5, multiplier: 1 },
    service: { distribution: "constant", meanSeconds: 0.5 },
  },
  {
    name: "3 provisioned, spilling over; 4/s, 0.8 s each",
    handler: sleeping("800"),
    provisionedConcurrency: 3,
    traffic: { kind: "steady", ratePerSecond: 4 },
    arrivals: { kind: "poisson", ratePerSecond: 4, multiplier: 1 },
    service: { distribution: "constant", meanSeconds: 0.8 },
  },
];
