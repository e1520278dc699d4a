import type { RecommendTargets } from "@/lib/simulator/recommend";

export const defaultTargets: RecommendTargets = {
  throttleProbability: 0.001,
  coldStartProbability: 0.01,
  budgetUsd: null,
};

/** What throttles and cold starts may be kept below; the last one says that they do not matter. */
export const offeredShares: readonly number[] = [0, 0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 1];
