import { AccountReplay } from "./account-replay";
import type { Demand } from "./fit-demand";
import { busiestStep, playDemand, type PlayedDemand } from "./play-demand";
import { predictFunction } from "./predict-function";
import type { ConcurrencySettings, ReplayOptions, SharedPool } from "./prediction";
import {
  describeSettings,
  type Recommendation,
  recommendFunction,
  type RecommendTargets,
} from "./recommend-function";

export interface AccountRecommendation {
  functions: Recommendation[];
  /** What is left for functions without a reservation. */
  leftInPool: number;
  why: string;
}

/**
 * Settings for all functions that meet the targets within the account's limit, of which AWS keeps the floor
 * unreserved. Where they ask for more than there is, it is taken where it throttles least.
 */
export function recommendAccount(
  demands: readonly Demand[],
  present: ReadonlyMap<string, ConcurrencySettings>,
  account: { concurrencyLimit: number; floor: number },
  options: ReplayOptions,
  targets: RecommendTargets,
): AccountRecommendation {
  const { concurrencyLimit, floor } = account;
  const spikeStep = options.spike === "none" ? 0 : busiestStep(demands);
  const played = demands.map((demand) => playDemand(demand, options, spikeStep));
  const presentOf = (name: string) => present.get(name) ?? unset;
  const { pool } = new AccountReplay(demands, concurrencyLimit).predict(present, options);
  const available = Math.max(0, concurrencyLimit - floor);
  const wanted = played.map((each) =>
    recommendFunction(each, presentOf(each.demand.name), targets, {
      mostReserved: available,
      pool,
    }),
  );
  const reserved = new Map(
    wanted.flatMap(({ functionName, settings }) =>
      settings.reservedConcurrency === null
        ? []
        : [[functionName, settings.reservedConcurrency] as const],
    ),
  );
  const asked = [...reserved.values()].reduce((sum, value) => sum + value, 0);
  if (asked > available) shareOut(played, wanted, reserved, available);
  const settings = new Map(
    wanted.map((each) => {
      const reservedConcurrency = reserved.get(each.functionName) ?? null;
      const provisionedConcurrency = Math.min(
        each.settings.provisionedConcurrency,
        reservedConcurrency ?? Infinity,
      );
      return [
        each.functionName,
        { ...each.settings, reservedConcurrency, provisionedConcurrency },
      ] as const;
    }),
  );
  const after = new AccountReplay(demands, concurrencyLimit).predict(settings, options);
  const functions = played.map((each) => {
    const { name } = each.demand;
    return describeSettings(each, presentOf(name), settings.get(name)!, targets, after.pool);
  });
  const leftInPool = concurrencyLimit - [...reserved.values()].reduce((sum, one) => sum + one, 0);
  return { functions, leftInPool, why: whyAccount(functions, asked, available, account) };
}

/** Takes from the reservations, little by little, where the fewest further requests are throttled. */
function shareOut(
  played: readonly PlayedDemand[],
  wanted: readonly Recommendation[],
  reserved: Map<string, number>,
  available: number,
): void {
  const alone: SharedPool = { units: 0, mean: undefined };
  let over = [...reserved.values()].reduce((sum, value) => sum + value, 0) - available;
  const step = Math.max(1, Math.ceil(over / 100));
  const throttlesAt = (index: number, reservedConcurrency: number) =>
    predictFunction(
      played[index]!,
      { ...wanted[index]!.settings, provisionedConcurrency: 0, reservedConcurrency },
      alone,
    ).throttles;
  const candidates = wanted.flatMap(({ functionName }, index) => {
    const value = reserved.get(functionName);
    return value === undefined
      ? []
      : [{ functionName, index, value, now: throttlesAt(index, value), less: 0 }];
  });
  for (const each of candidates)
    each.less = throttlesAt(each.index, Math.max(0, each.value - step));
  while (over > 0) {
    const possible = candidates.filter(({ value }) => value > 0);
    const [first, ...rest] = possible;
    if (!first) return;
    const best = rest.reduce(
      (found, each) => (each.less - each.now < found.less - found.now ? each : found),
      first,
    );
    const taken = Math.min(step, best.value, over);
    best.value -= taken;
    over -= taken;
    reserved.set(best.functionName, best.value);
    best.now = throttlesAt(best.index, best.value);
    best.less = throttlesAt(best.index, Math.max(0, best.value - step));
  }
}

function whyAccount(
  functions: readonly Recommendation[],
  asked: number,
  available: number,
  { concurrencyLimit, floor }: { concurrencyLimit: number; floor: number },
): string {
  const missed = functions.filter(({ meets }) => !meets.throttles).length;
  const room = `${available} of the account's ${concurrencyLimit} can be reserved; AWS keeps ${floor}`;
  if (asked > available)
    return `The targets ask for ${asked} reserved, but ${room}. What is missing was taken where it throttles least: ${functionsText(missed)} the throttle target.`;
  return missed > 0
    ? `The reservations need ${asked}; ${room}. ${functionsText(missed)} the throttle target.`
    : `All throttle targets are met with ${asked} reserved; ${room}.`;
}

const unset: ConcurrencySettings = {
  reservedConcurrency: null,
  provisionedConcurrency: 0,
  queueMaximum: null,
};

function functionsText(count: number): string {
  return count === 1 ? "1 function misses" : `${count} functions miss`;
}
