import type { FunctionTraffic } from "@/lib/model/traffic";
import { AccountReplay } from "@/lib/simulator/account-replay";
import { fitDemand, type Demand } from "@/lib/simulator/fit-demand";
import { playDemand } from "@/lib/simulator/play-demand";
import { predictFunction } from "@/lib/simulator/predict-function";
import type { ConcurrencySettings, ReplayedFunction } from "@/lib/simulator/prediction";
import { RandomStream } from "@/lib/simulator/random-stream";

interface Row {
  what: string;
  milliseconds: number;
  floorMilliseconds: number;
  ratio: number;
  floor: string;
}

const minutes = 10_080;
const functionCount = 200;
const settings = (reservedConcurrency: number | null): ConcurrencySettings => ({
  reservedConcurrency,
  provisionedConcurrency: 0,
  queueMaximum: null,
});

/** What a moved handle or factor costs over 7 days of minutes, against a plain loop over the same arrays. */
export default async function measure(): Promise<Row[]> {
  const recorded = Array.from({ length: functionCount }, (_, index) => record(index));
  const functions = recorded.map(({ name }, index): ReplayedFunction => ({
    name,
    size: { memoryMb: 512, architecture: "x86_64", region: "us-east-1" },
    invocation: "sync",
    settings: settings(index % 2 === 0 ? null : 40),
  }));
  const demands: Demand[] = [];
  const fitting = timed(() => {
    recorded.forEach((traffic, index) => demands.push(fitDemand(traffic, functions[index]!)));
  });
  const busiest = demands[1]!;
  const options = (factor: number) => ({ factor, spike: "none" as const, idleTimeoutSeconds: 600 });
  let limit = 20;
  const pool = { units: 1000, mean: undefined };
  // Before anything is measured, the code is compiled.
  for (let round = 0; round < 20; round++)
    predictFunction(playDemand(busiest, options(1)), settings(limit++), pool);

  const one = best(50, () =>
    predictFunction(playDemand(busiest, options(1)), settings(limit++), pool),
  );
  let factor = 1;
  const played = best(20, () => playDemand(busiest, options((factor += 0.01))));
  const replay = new AccountReplay(demands, 5000);
  const own = new Map(functions.map((each) => [each.name, each.settings]));
  const first = timed(() => replay.predict(own, options(1)));
  const moved = best(10, () => replay.predict(own.set("f1", settings(limit++)), options(1)));
  const again = best(3, () => replay.predict(own, options((factor += 0.01))));
  const loopOne = best(50, () => plainLoop([busiest]));
  const loopAll = best(10, () => plainLoop(demands));
  const onAll = `loop over ${functionCount} x ${minutes} minutes`;
  return [
    row("a limit moved, one function", one, loopOne, `loop over ${minutes} minutes`),
    row("a factor moved, one function", played, loopOne, `loop over ${minutes} minutes`),
    row("a limit moved, its pool's 100 functions too", moved, loopAll, onAll),
    row("a factor moved, 200 functions", again, loopAll, onAll),
    row("the first prediction, 200 functions", first, loopAll, onAll),
    row("fitting the traffic of 200 functions", fitting, loopAll, onAll),
  ];
}

/** A week of a function with days and nights, and a burst now and then; loads from 0.05 to 50. */
function record(index: number): FunctionTraffic {
  const random = new RandomStream(1, index);
  const seconds = 0.1 + random.next();
  const load = 0.05 * 1000 ** random.next();
  const invocations = new Float32Array(minutes);
  const concurrency = new Float32Array(minutes);
  for (let minute = 0; minute < minutes; minute++) {
    const wave = 1 + 0.8 * Math.sin((minute / 1440) * 2 * Math.PI);
    const burst = random.next() < 0.01 ? 3 : 1;
    const now = load * wave * burst;
    invocations[minute] = Math.round((now * 60) / seconds);
    concurrency[minute] = Math.round(now + 3 * Math.sqrt(now) + random.next() * 2);
  }
  return {
    name: `f${index}`,
    invocations,
    throttles: invocations.map((count, minute) =>
      minute % 500 === 0 ? Math.round(count / 20) : 0,
    ),
    busySeconds: invocations.map((count) => count * seconds),
    concurrency,
    duration: { averageSeconds: seconds, p50Seconds: seconds * 0.8, p99Seconds: seconds * 3 },
    init: null,
  };
}

/** The floor: every value is read, compared and added up once. */
function plainLoop(demands: readonly Demand[]): number {
  let over = 0;
  for (const { requests, load } of demands)
    for (let step = 0; step < requests.length; step++)
      over += Math.max(0, load[step]! - 10) * requests[step]!;
  return over;
}

let kept = 0;

function timed(act: () => unknown): number {
  const started = performance.now();
  // Used, so that the work is not left out.
  kept += act() === undefined ? 1 : 0;
  return performance.now() - started;
}

function best(rounds: number, act: () => unknown): number {
  return Math.min(...Array.from({ length: rounds }, () => timed(act))) + kept * 0;
}

function row(what: string, milliseconds: number, floorMilliseconds: number, floor: string): Row {
  const rounded = (value: number) => Number(value.toPrecision(3));
  return {
    what,
    milliseconds: rounded(milliseconds),
    floorMilliseconds: rounded(floorMilliseconds),
    ratio: rounded(milliseconds / floorMilliseconds),
    floor,
  };
}
