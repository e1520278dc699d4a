"use client";

import { useSyncExternalStore } from "react";

/** The step the charts of a page point at. Moving it re-draws lines and figures, never the charts. */
export class ChartCursor {
  #step: number | undefined;
  readonly #listeners = new Set<() => void>();

  get step(): number | undefined {
    return this.#step;
  }

  set(step: number | undefined): void {
    if (step === this.#step) return;
    this.#step = step;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The step under the cursor; undefined when no chart is pointed at. */
export function useCursorStep(cursor: ChartCursor): number | undefined {
  return useSyncExternalStore(
    cursor.subscribe,
    () => cursor.step,
    () => undefined,
  );
}
