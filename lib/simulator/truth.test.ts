import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ServiceTimeSpec } from "./scenario";
import { createServiceTime } from "./service-time";
import { simulate } from "./simulate";
import { makeScenario } from "./testing/make-scenario";

/** Millions of requests take their time on a busy machine. */
const timeout = 240_000;

/** Part of Poisson requests that find all servers busy (Erlang B), by its stable recursion. */
function erlangB(servers: number, offered: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++)
    blocked = (offered * blocked) / (server + offered * blocked);
  return blocked;
}

const services: ServiceTimeSpec[] = [
  { distribution: "exponential", meanSeconds: 0.5 },
  { distribution: "constant", meanSeconds: 0.5 },
  { distribution: "lognormal", meanSeconds: 0.5, p99Seconds: 2.5 },
];
/** Reserved environments and the load offered to them, in requests at work. */
const systems = [
  [1, 0.5],
  [5, 4],
  [20, 18],
  [100, 105],
] as const;

test("throttles as Erlang B says, whatever the service times are", { timeout }, () => {
  const rows = [];
  let inside = 0;
  for (const [reservedConcurrency, offered] of systems)
    for (const service of services) {
      const ratePerSecond = offered / createServiceTime(service).meanSeconds;
      const result = simulate(
        makeScenario(
          {
            reservedConcurrency,
            arrivals: { kind: "poisson", ratePerSecond },
            warmService: service,
            coldService: service,
          },
          { durationSeconds: 50_000 / ratePerSecond, warmUpSeconds: 20, replications: 10 },
        ),
      ).functions[0]!;
      const exact = erlangB(reservedConcurrency, offered);
      const [low, high] = result.interval95!.throttleProbability!;
      inside += Number(low <= exact && exact <= high);
      rows.push({
        reserved: reservedConcurrency,
        offered,
        service: service.distribution,
        "Erlang B": exact.toFixed(5),
        simulated: result.throttleProbability.toFixed(5),
        "95 % interval": `${low.toFixed(5)} to ${high.toFixed(5)}`,
      });
      // Three half-widths: one of a thousand such figures would fall outside, and the seed is fixed.
      expect(Math.abs(result.throttleProbability - exact)).toBeLessThan(1.5 * (high - low));
      expect(result.throttleProbability / exact).toBeCloseTo(1, 1);
      expect(result.throttlesByReason.ReservedFunctionConcurrentInvocationLimitExceeded).toBe(
        result.throttles,
      );
    }
  console.table(rows);
  console.log(`Erlang B inside the 95 % interval: ${inside} of ${rows.length}`);
  expect(inside).toBeGreaterThanOrEqual(rows.length - 2);
});

test("keeps Little's law: running requests are rate times duration", { timeout }, () => {
  const rows = [];
  for (const service of services) {
    const result = simulate(
      makeScenario(
        { warmService: service, coldService: service },
        { durationSeconds: 5000, warmUpSeconds: 100, replications: 10 },
      ),
    ).functions[0]!;
    const expected = 20 * 0.5;
    const [low, high] = result.interval95!.averageRunning!;
    rows.push({
      service: service.distribution,
      "rate x duration": expected,
      running: result.averageRunning.toFixed(4),
      "95 % interval": `${low.toFixed(4)} to ${high.toFixed(4)}`,
    });
    expect(low).toBeLessThan(expected);
    expect(high).toBeGreaterThan(expected);
  }
  console.table(rows);
});

test(
  "keeps Little's law in the queue of events: waiting events are rate times wait",
  { timeout },
  () => {
    const { functions } = simulate(
      makeScenario(
        {
          invocation: "sqs",
          arrivals: { kind: "poisson", ratePerSecond: 9 },
          sqs: { maximumConcurrency: 5 },
        },
        { durationSeconds: 21_000, warmUpSeconds: 1000, replications: 10 },
      ),
    );
    // A queue with five servers (Erlang C): the mean wait follows from the load of 4.5.
    const blocked = erlangB(5, 4.5);
    const delayed = blocked / (1 - (4.5 / 5) * (1 - blocked));
    const meanWait = (delayed * 0.5) / (5 - 4.5);
    const { averageWaiting, interval95 } = functions[0]!;
    const [low, high] = interval95!.averageWaiting!;
    console.log(
      `waiting messages: Erlang C ${(9 * meanWait).toFixed(3)}, simulated ${averageWaiting.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
    );
    expect(low).toBeLessThan(9 * meanWait);
    expect(high).toBeGreaterThan(9 * meanWait);
  },
);

const experimentsFile = new URL(
  "../../../shared/reference/simulator/aws-lambda-experiments.csv",
  import.meta.url,
);

/** Requests of each row, all replications together. */
const requestsPerRow = 3_000_000;

test.skipIf(!existsSync(experimentsFile))(
  "predicts cold starts and environments of ten experiments on the real AWS Lambda",
  { timeout },
  () => {
    const rows = readExperiments().map((experiment) => {
      const { ArrivalRate: ratePerSecond } = experiment;
      const replications = 10;
      const result = simulate(
        makeScenario(
          {
            // The name decides the random numbers: the rows are independent.
            name: experiment.name,
            arrivals: { kind: "poisson", ratePerSecond },
            warmService: {
              distribution: "exponential",
              meanSeconds: experiment.ServiceTimeWarm / 1000,
            },
            coldService: {
              distribution: "exponential",
              meanSeconds: experiment.ServiceTimeCold / 1000,
            },
          },
          {
            durationSeconds: Math.min(
              31_622_400,
              requestsPerRow / replications / ratePerSecond + 6000,
            ),
            warmUpSeconds: 6000,
            replications: Math.max(
              replications,
              Math.ceil(requestsPerRow / ratePerSecond / (31_622_400 - 6000)),
            ),
            idleTimeoutSeconds: experiment.IdleMinutesBeforeKill * 60,
          },
        ),
      ).functions[0]!;
      return { experiment, result };
    });
    console.table(
      rows.map(({ experiment, result }) => ({
        "requests/s": experiment.ArrivalRate.toFixed(4),
        "cold starts AWS": `${(experiment.ColdStartProbability * 100).toFixed(3)} %`,
        simulated: `${(result.coldStartProbability * 100).toFixed(3)} %`,
        "environments AWS": experiment.AverageInstanceCount.toFixed(3),
        "simulated ": result.averageEnvironments.toFixed(3),
      })),
    );
    const error = (pairs: [number, number][]) =>
      pairs.reduce((sum, [real, model]) => sum + Math.abs(model / real - 1), 0) / pairs.length;
    const coldError = error(
      rows.map(({ experiment, result }) => [
        experiment.ColdStartProbability,
        result.coldStartProbability,
      ]),
    );
    const countError = error(
      rows.map(({ experiment, result }) => [
        experiment.AverageInstanceCount,
        result.averageEnvironments,
      ]),
    );
    console.log(
      `mean absolute percentage error: cold-start probability ${(coldError * 100).toFixed(2)} %, average environments ${(countError * 100).toFixed(2)} %`,
    );
    expect(coldError).toBeLessThanOrEqual(0.15);
    expect(countError).toBeLessThanOrEqual(0.033);
  },
);

function readExperiments() {
  const [head, ...lines] = readFileSync(experimentsFile, "utf8").trim().split(/\r?\n/);
  const names = head!.split(",");
  const column = (cells: string[], name: string) => Number(cells[names.indexOf(name)]);
  return lines.map((line) => {
    const cells = line.split(",");
    return {
      name: cells[0]!,
      ArrivalRate: column(cells, "ArrivalRate"),
      ServiceTimeWarm: column(cells, "ServiceTimeWarm"),
      ServiceTimeCold: column(cells, "ServiceTimeCold"),
      IdleMinutesBeforeKill: column(cells, "IdleMinutesBeforeKill"),
      ColdStartProbability: column(cells, "ColdStartProbability"),
      AverageInstanceCount: column(cells, "AverageInstanceCount"),
    };
  });
}
