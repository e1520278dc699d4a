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
  const loadOf = ({ load }: Demand) => load.reduce((sum, value) => sum + value, 0) / minutes;
  const [moving] = demands
    .filter((_, index) => index % 2 === 1)
    .sort((a, b) => Math.abs(loadOf(a) - 15) - Math.abs(loadOf(b) - 15));
  if (!moving) throw new Error("no function has a reservation");
  const options = (factor: number) => ({ factor, spike: "none" as const, idleTimeoutSeconds: 600 });
  /** Around its load, where most minutes have to be looked at. */
  let limit = 10;
  const pool = { units: 1000, mean: undefined };
  // Before anything is measured, the code is compiled.
  for (let round = 0; round < 20; round++)
    predictFunction(playDemand(moving, options(1)), settings(10 + (limit++ % 20)), pool);

  const one = usual(50, () =>
    predictFunction(playDemand(moving, options(1)), settings(10 + (limit++ % 20)), pool),
  );
  let factor = 1;
  const played = usual(20, () => playDemand(moving, options((factor += 0.01))));
  const replay = new AccountReplay(demands, 5000);
  const own = new Map(functions.map((each) => [each.name, each.settings]));
  const first = timed(() => replay.predict(own, options(1)));
  const moved = usual(10, () =>
    replay.predict(own.set(moving.name, settings(10 + (limit++ % 20))), options(1)),
  );
  const again = usual(3, () => replay.predict(own, options((factor += 0.01))));
  const loopOne = usual(50, () => plainLoop([moving]));
  const loopAll = usual(10, () => plainLoop(demands));
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

/** Milliseconds of processor time: other programs on the machine do not count. */
function timed(act: () => unknown): number {
  const { user } = process.cpuUsage();
  act();
  return (process.cpuUsage().user - user) / 1000;
}

/** The median of some rounds. */
function usual(rounds: number, act: () => unknown): number {
  const times = Array.from({ length: rounds }, () => timed(act)).sort((a, b) => a - b);
  return times[rounds >> 1]!;
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
