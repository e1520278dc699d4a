/** The reservations that a table of limits shows: those that matter, and round ones around the peak; at most eight. */
export function shownLimits(
  peakDemand: number,
  available: number,
  marked: readonly (number | null)[],
): number[] {
  const kept = new Set(marked.filter((limit): limit is number => limit !== null));
  const round = [0.75, 1, 1.15, 0.5, 0.9, 1.3].map((part) => rounded(peakDemand * part));
  for (const limit of round) {
    if (kept.size >= 8) break;
    if (limit > 0 && limit <= available) kept.add(limit);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Up to the next number that people choose: whole ones below 20, then tens, then fifties. */
function rounded(value: number): number {
  const step = value < 20 ? 1 : value < 500 ? 10 : 50;
  return Math.ceil(value / step) * step;
}
