import { parseScenario } from "../lib/simulator/parse-scenario.ts";
import { RandomStream } from "../lib/simulator/random-stream.ts";
import { runReplication } from "../lib/simulator/replication.ts";
import { createServiceTime } from "../lib/simulator/service-time.ts";
import type { ServiceTimeSpec } from "../lib/simulator/scenario.ts";

interface Row {
  what: string;
  figure: number;
  floorFigure: number;
  ratio: number;
  floor: string;
}

const requests = 3_000_000;
const rounds = 5;
const meanSeconds = 0.5;
const services: ServiceTimeSpec[] = [
  { distribution: "exponential", meanSeconds },
  { distribution: "lognormal", meanSeconds, p99Seconds: 2.5 },
];

/** The simulator's requests a second on one core, against a loop that only draws the same random numbers. */
export default async function measure(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const service of services) {
    const { distribution } = service;
    const best = { floor: 0, 2: 0, 1000: 0, 10_000: 0 };
    // Round by round, so that a busy machine slows all of them alike.
    for (let round = 0; round < rounds; round++) {
      best.floor = Math.max(best.floor, drawOnly(service));
      for (const busy of [2, 1000, 10_000] as const)
        best[busy] = Math.max(best[busy], simulateBusy(busy, service));
    }
    for (const busy of [2, 1000, 10_000] as const)
      rows.push(
        row(`requests/s, ${distribution}, ${busy} busy`, best[busy], best.floor, "draws only"),
      );
    rows.push(
      row(
        `requests/s, ${distribution}, 10000 busy`,
        best[10_000],
        best[1000],
        "the simulator at 1000 busy",
      ),
    );
  }
  rows.push(memoryRow());
  return rows;
}

/** Requests a second of one replication with `busy` environments at work on average. */
function simulateBusy(busy: number, service: ServiceTimeSpec, count = requests): number {
  const ratePerSecond = busy / meanSeconds;
  const scenario = parseScenario({
    durationSeconds: count / ratePerSecond,
    account: { concurrencyLimit: busy * 100, environmentsPer10Seconds: 1_000_000 },
    functions: [
      {
        name: "bench",
        arrivals: { kind: "poisson", ratePerSecond },
        warmService: service,
        coldService: service,
      },
    ],
  });
  const startedSeconds = userSeconds();
  const [outcome] = runReplication(scenario, 0);
  const seconds = userSeconds() - startedSeconds;
  const { served } = outcome!.figures;
  if (served < count * 0.99) throw new Error(`only ${served} of ${count} requests were served`);
  return served / seconds;
}

/** The floor: for each request the moment it comes and how long it takes, and nothing else. */
function drawOnly(service: ServiceTimeSpec): number {
  const arrivals = new RandomStream(1, "arrivals");
  const ranks = new RandomStream(1, "service");
  const time = createServiceTime(service);
  const startedSeconds = userSeconds();
  let clock = 0;
  let worked = 0;
  for (let request = 0; request < requests; request++) {
    clock += -Math.log(arrivals.next()) * meanSeconds;
    worked += time.quantile(ranks.next());
  }
  const seconds = userSeconds() - startedSeconds;
  if (!(clock > 0 && worked > 0)) throw new Error("nothing was drawn");
  return requests / seconds;
}

/** Bytes that stay in use after ten times as many requests, over those after the first. */
function memoryRow(): Row {
  const used = (count: number) => {
    simulateBusy(1000, services[0]!, count);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const [few, many] = [used(requests / 10), used(requests)];
  return row(
    `megabytes in use after ${requests} requests`,
    many / 1e6,
    few / 1e6,
    `megabytes after ${requests / 10}`,
  );
}

/** Processor time: other programs on the machine do not count. */
function userSeconds(): number {
  return process.cpuUsage().user / 1e6;
}

function row(what: string, figure: number, floorFigure: number, floor: string): Row {
  return {
    what,
    figure: Math.round(figure),
    floorFigure: Math.round(floorFigure),
    ratio: Math.round((figure / floorFigure) * 1000) / 1000,
    floor,
  };
}
