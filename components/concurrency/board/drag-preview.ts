"use client";

import { useSyncExternalStore } from "react";
import type { PlannedChange } from "@/lib/model/concurrency-plan";

const nothing: readonly PlannedChange[] = [];

/**
 * What a handle is being moved to, before it is let go and becomes part of the plan. Only the lanes and the pool
 * bar listen, so a step of a drag draws them and nothing else.
 */
export class DragPreview {
  #changes = nothing;
  readonly #listeners = new Set<() => void>();

  get changes(): readonly PlannedChange[] {
    return this.#changes;
  }

  set(changes: readonly PlannedChange[]): void {
    this.#changes = changes;
    for (const listener of this.#listeners) listener();
  }

  clear(): void {
    if (this.#changes !== nothing) this.set(nothing);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The changes under way; with a name none but those of that function. */
export function usePreview(preview: DragPreview, functionName?: string): readonly PlannedChange[] {
  return useSyncExternalStore(
    preview.subscribe,
    () =>
      functionName === undefined ||
      preview.changes.some((change) => change.functionName === functionName)
        ? preview.changes
        : nothing,
    () => nothing,
  );
}
