import { type LoadOutcome, loadOutcomes, type LoadPoint } from "@/lib/model/load-result";

const mostKept = 2_000;

/**
 * Points for the picture in bounded memory. When there are too many of an outcome, every second one of it goes and
 * from then on only every second is kept, and so on: what is rare stays.
 */
export class PointSample {
  readonly #kept = byOutcome(() => [] as LoadPoint[]);
  readonly #seen = byOutcome(() => 0);
  readonly everyNth = byOutcome(() => 1);
  #fresh: LoadPoint[] = [];

  add(point: LoadPoint): void {
    const { outcome } = point;
    const index = this.#seen[outcome]++;
    if (index % this.everyNth[outcome] !== 0) return;
    const kept = this.#kept[outcome];
    kept.push(point);
    this.#fresh.push(point);
    if (kept.length < mostKept) return;
    this.everyNth[outcome] *= 2;
    this.#kept[outcome] = kept.filter((_, position) => position % 2 === 0);
  }

  /** The points kept since this was last asked. */
  takeFresh(): LoadPoint[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  all(): LoadPoint[] {
    return loadOutcomes.flatMap((outcome) => this.#kept[outcome]);
  }
}

export function byOutcome<T>(make: () => T): Record<LoadOutcome, T> {
  return { warm: make(), cold: make(), throttled: make(), error: make() };
}
