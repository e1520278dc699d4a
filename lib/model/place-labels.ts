/**
 * Where a label at a height of a chart stands so that it is free of those already placed: at its own height, else at
 * the nearest free one. All in pixels; when there is no room at all, it stays where it belongs.
 */
export function freePlace(
  wanted: number,
  taken: readonly number[],
  gap: number,
  { from, to }: { from: number; to: number },
): number {
  const within = (place: number) => Math.min(to, Math.max(from, place));
  const isFree = (place: number) => taken.every((other) => Math.abs(other - place) >= gap - 0.01);
  const own = within(wanted);
  const candidates = [own, ...taken.flatMap((other) => [other - gap, other + gap])].filter(
    (place) => within(place) === place && isFree(place),
  );
  return (
    candidates.reduce<number | undefined>(
      (best, place) =>
        best === undefined || Math.abs(place - own) < Math.abs(best - own) ? place : best,
      undefined,
    ) ?? own
  );
}
