import { normalQuantile } from "./normal-quantile";

const normalP99 = normalQuantile(0.99);

/**
 * A quantile of latencies of which a part is longer by an init: warm ones are lognormal with this p50 and p99.
 */
export function mixedLatency(
  probability: number,
  { p50Seconds, p99Seconds }: { p50Seconds: number; p99Seconds: number },
  coldPart: number,
  initSeconds: number,
): number {
  const sigma = Math.max(1e-6, Math.log(p99Seconds / p50Seconds) / normalP99);
  const below = (seconds: number) =>
    seconds <= 0 ? 0 : normalProbability(Math.log(seconds / p50Seconds) / sigma);
  let low = p50Seconds * Math.exp(sigma * normalQuantile(probability));
  if (coldPart <= 0) return low;
  let high = low + initSeconds;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    const part = (1 - coldPart) * below(middle) + coldPart * below(middle - initSeconds);
    if (part < probability) low = middle;
    else high = middle;
  }
  return high;
}

/** The standard normal distribution function (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
function normalProbability(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    0.3989422804014327 *
    Math.exp((-z * z) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}
