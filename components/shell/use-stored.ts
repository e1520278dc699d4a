"use client";

import { useCallback, useSyncExternalStore } from "react";
import { readStored, writeStored } from "./preferences";

const seen = new Map<string, { text: string; value: unknown }>();

/** State that survives a reload and is shared by all tabs. The server and the first paint see the fallback. */
export function useStored<T>(key: string, fallback: T): [T, (value: T) => void] {
  const read = () => {
    const value = readStored(key, fallback);
    const text = JSON.stringify(value);
    const before = seen.get(key);
    // The same text must give the same object, or React would draw without end.
    if (before?.text === text) return before.value as T;
    seen.set(key, { text, value });
    return value;
  };
  const value = useSyncExternalStore(subscribe, read, () => fallback);
  const write = useCallback((next: T) => writeStored(key, next), [key]);
  return [value, write];
}

function subscribe(changed: () => void): () => void {
  addEventListener("storage", changed);
  return () => removeEventListener("storage", changed);
}
