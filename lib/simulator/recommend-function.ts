import {
  formatCount,
  formatMonthlyMoney,
  formatPercent,
  plain,
  spanInWords,
} from "@/lib/model/format";
import { spread } from "./cost-curve";
import { coldStartProbability, monthlyUsd, throttleProbability } from "./per-time";
import type { PlayedDemand } from "./play-demand";
import { predictFunction } from "./predict-function";
import type { ConcurrencySettings, Prediction, SharedPool } from "./prediction";

export interface RecommendTargets {
  /** Of a request; of an invocation. */
  throttleProbability: number;
  coldStartProbability: number;
  /** Of a function and month, with its invocations; null: any. */
  budgetUsd: number | null;
}

export interface Recommendation {
  functionName: string;
  settings: ConcurrencySettings;
  prediction: Prediction;
  /** Whether each target is met. */
  meets: { throttles: boolean; coldStarts: boolean; budget: boolean };
  /** One sentence or two. */
  why: string;
}

/** What a function may take. */
export interface Room {
  /** The most that AWS would let it reserve. */
  mostReserved: number;
  pool: SharedPool;
}

/**
 * The smallest reservation and the cheapest provisioned concurrency that meet the targets. A function without a
 * reservation keeps to the pool as long as that meets them.
 */
export function recommendFunction(
  played: PlayedDemand,
  present: ConcurrencySettings,
  targets: RecommendTargets,
  { mostReserved, pool }: Room,
): Recommendation {
  const at = (settings: Partial<ConcurrencySettings>) =>
    predictFunction(played, { ...present, ...settings }, pool);
  const throttlesEnough = (prediction: Prediction) =>
    throttleProbability(prediction) <= targets.throttleProbability;
  const bare = { provisionedConcurrency: 0 };
  const poolIsEnough = throttlesEnough(at({ ...bare, reservedConcurrency: null }));
  const needed =
    present.reservedConcurrency === null && poolIsEnough
      ? null
      : smallest(0, mostReserved, (reservedConcurrency) =>
          throttlesEnough(at({ ...bare, reservedConcurrency })),
        );
  const most = needed ?? Math.max(0, pool.units + present.provisionedConcurrency);
  const provisionedConcurrency = cheapestProvisioned(
    Math.min(most, Math.ceil(played.peakDemand)),
    targets,
    (provisioned) => at({ provisionedConcurrency: provisioned, reservedConcurrency: needed }),
  );
  const settings = { ...present, reservedConcurrency: needed, provisionedConcurrency };
  return describeSettings(played, present, settings, targets, pool);
}

/** The smallest whole number for which something holds; the largest when it holds for none. */
function smallest(from: number, to: number, holds: (value: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** More provisioned environments cost more, but a busy one less than running on demand: every likely number is tried. */
function cheapestProvisioned(
  most: number,
  targets: RecommendTargets,
  at: (provisioned: number) => Prediction,
): number {
  const coldEnough = (prediction: Prediction) =>
    coldStartProbability(prediction) <= targets.coldStartProbability;
  const least = smallest(0, most, (provisioned) => coldEnough(at(provisioned)));
  const candidates = spread(least, most, 40).map((provisioned) => ({
    provisioned,
    usd: monthlyUsd(at(provisioned)),
  }));
  const cheapest = candidates.reduce((best, each) => (each.usd < best.usd ? each : best));
  const { budgetUsd } = targets;
  if (budgetUsd === null || cheapest.usd <= budgetUsd) return cheapest.provisioned;
  // The targets cost more than there is: as much of the way as the budget goes, but at least the cheapest.
  const affordable = spread(0, least, 40).filter((each) => monthlyUsd(at(each)) <= budgetUsd);
  return affordable.at(-1) ?? 0;
}

/** Settings with what they would do, whether that meets the targets, and why. */
export function describeSettings(
  played: PlayedDemand,
  present: ConcurrencySettings,
  settings: ConcurrencySettings,
  targets: RecommendTargets,
  pool: SharedPool,
): Recommendation {
  const prediction = predictFunction(played, settings, pool);
  const meets = {
    throttles: throttleProbability(prediction) <= targets.throttleProbability,
    coldStarts: coldStartProbability(prediction) <= targets.coldStartProbability,
    budget: targets.budgetUsd === null || monthlyUsd(prediction) <= targets.budgetUsd,
  };
  const why = [
    whyReserved(played, present, settings, prediction, meets.throttles, targets),
    whyProvisioned(
      settings,
      prediction,
      predictFunction(played, { ...settings, provisionedConcurrency: 0 }, pool),
      meets,
      targets,
    ),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
  return { functionName: played.demand.name, settings, prediction, meets, why };
}

function whyReserved(
  { peakDemand, demand }: PlayedDemand,
  present: ConcurrencySettings,
  { reservedConcurrency: reserved }: ConcurrencySettings,
  prediction: Prediction,
  isMet: boolean,
  { throttleProbability: allowed }: RecommendTargets,
): string {
  if (prediction.requests === 0)
    return `Nothing came in the last ${spanInWords(prediction.windowSeconds)}.`;
  const limit = present.reservedConcurrency;
  const peak = `Peaks at ${whole(peakDemand)}${limit === null ? "" : ` of ${limit}`}`;
  const minutes = stepsText(prediction.stepsOver, demand.stepSeconds);
  const part = `${plain(formatPercent(throttleProbability(prediction)))} throttled`;
  if (reserved === null)
    return isMet
      ? `${peak}; the shared pool covers it.`
      : `${peak}; the shared pool leaves ${part}.`;
  if (!isMet) return `${peak}; only ${reserved} can be reserved, which leaves ${part}.`;
  return prediction.stepsOver === 0
    ? `${peak}; ${reserved} covers every minute of the last ${spanInWords(prediction.windowSeconds)}.`
    : `${peak}; ${reserved} keeps throttles below ${plain(formatPercent(allowed))}, with ${minutes} over in the last ${spanInWords(prediction.windowSeconds)}.`;
}

function whyProvisioned(
  { provisionedConcurrency: provisioned }: ConcurrencySettings,
  prediction: Prediction,
  without: Prediction,
  meets: Recommendation["meets"],
  { coldStartProbability: allowed, budgetUsd }: RecommendTargets,
): string {
  const cold = plain(formatPercent(coldStartProbability(prediction)));
  const cost = `${formatMonthlyMoney(monthlyUsd(prediction))} a month in all`;
  if (!meets.budget)
    return `Its calls alone cost more than ${formatMonthlyMoney(budgetUsd)} a month.`;
  if (!meets.coldStarts)
    return budgetUsd === null
      ? `Even ${provisioned} provisioned leave ${cold} cold.`
      : `${formatMonthlyMoney(budgetUsd)} a month pay for ${provisioned} provisioned, which leave ${cold} cold.`;
  if (provisioned === 0) return "";
  const saved = monthlyUsd(without) - monthlyUsd(prediction);
  if (coldStartProbability(without) <= allowed && saved > 0)
    return `${provisioned} provisioned run so much of the time that they save ${formatMonthlyMoney(saved)} a month.`;
  return `${provisioned} provisioned keep cold starts below ${plain(formatPercent(allowed))} for ${cost}.`;
}

function whole(value: number): string {
  return plain(formatCount(Math.ceil(value)));
}

function stepsText(steps: number, stepSeconds: number): string {
  const unit = stepSeconds === 60 ? "minute" : "step";
  return steps === 1 ? `1 ${unit}` : `${plain(formatCount(steps))} ${unit}s`;
}
