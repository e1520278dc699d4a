import { costCurve, limitTable } from "@/lib/simulator/cost-curve";
import { fitDemand } from "@/lib/simulator/fit-demand";
import { throttleProbability } from "@/lib/simulator/per-time";
import { playDemand, type PlayedDemand } from "@/lib/simulator/play-demand";
import { predictFunction } from "@/lib/simulator/predict-function";
import { recommendFunction, type RecommendTargets } from "@/lib/simulator/recommend-function";
import { timetableOf } from "@/lib/simulator/timetable";
import type { Advice, AdviceRequest } from "./advice-messages";
import { shownLimits } from "./shown-limits";

interface Scope {
  onmessage: ((event: MessageEvent<AdviceRequest>) => void) | null;
  postMessage(answer: Advice): void;
}
const scope = self as unknown as Scope;

let newest: AdviceRequest | undefined;

scope.onmessage = ({ data }) => {
  const isWaiting = newest !== undefined;
  newest = data;
  if (!isWaiting) setTimeout(answerNewest);
};

function answerNewest(): void {
  const request = newest;
  newest = undefined;
  if (!request) return;
  const { traffic, stepSeconds, replayed, options, chosen, pool, available } = request;
  const played = playDemand(fitDemand(traffic, replayed, stepSeconds), options);
  const covering = leastCovering(played, request);
  const { settings, meets, why } = recommendFunction(
    played,
    replayed.settings,
    reachable(request.targets, played, request, covering),
    { mostReserved: request.mostReserved, pool },
  );
  const shown = shownLimits(played.peakDemand, available, [
    replayed.settings.reservedConcurrency,
    chosen.reservedConcurrency,
    settings.reservedConcurrency,
    covering,
  ]);
  scope.postMessage({
    functionName: replayed.name,
    recommendation: { settings, meets, why },
    covering,
    curve: costCurve(played, chosen, pool),
    limits: limitTable(played, chosen, pool, available, shown),
    timetable: timetableOf(
      played,
      chosen.provisionedConcurrency || settings.provisionedConcurrency,
      request.startMs,
      request.timeZone,
    ),
  });
}

/** Chance never rules a throttle out: none is what is left when no step goes over. */
function reachable(
  targets: RecommendTargets,
  played: PlayedDemand,
  { replayed, pool }: AdviceRequest,
  covering: number,
): RecommendTargets {
  if (targets.throttleProbability > 0) return targets;
  const settings = { ...replayed.settings, provisionedConcurrency: 0 };
  const left = predictFunction(played, { ...settings, reservedConcurrency: covering }, pool);
  return { ...targets, throttleProbability: throttleProbability(left) };
}

/** The least reservation under which no step goes over; more never throttles more. */
function leastCovering(played: PlayedDemand, { chosen, pool }: AdviceRequest): number {
  let low = 0;
  let high = Math.ceil(played.peakDemand * 2) + 10;
  while (low < high) {
    const reservedConcurrency = Math.floor((low + high) / 2);
    const { stepsOver } = predictFunction(
      played,
      { ...chosen, provisionedConcurrency: 0, reservedConcurrency },
      pool,
    );
    if (stepsOver === 0) high = reservedConcurrency;
    else low = reservedConcurrency + 1;
  }
  return low;
}
