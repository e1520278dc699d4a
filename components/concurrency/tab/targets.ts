import type { RecommendTargets } from "@/lib/simulator/recommend-function";

export const defaultTargets: RecommendTargets = {
  throttleProbability: 0,
  coldStartProbability: 0.02,
  budgetUsd: null,
};

/** What throttles and cold starts may be kept below. 0: no minute goes over the limit; 1: any. */
export const offeredShares: readonly number[] = [0, 0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 1];
