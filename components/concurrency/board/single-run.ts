/**
 * Where one further replication would lie with 95 %, from the mean of some and its 95 % confidence interval: a single
 * one spreads wider than the mean of them all by the root of their number and one.
 */
export function singleRun(
  mean: number,
  interval: readonly [low: number, high: number] | null | undefined,
  replications: number,
): [low: number, high: number] {
  if (!interval) return [mean, mean];
  const half = ((interval[1] - interval[0]) / 2) * Math.sqrt(replications + 1);
  return [Math.max(0, mean - half), mean + half];
}
