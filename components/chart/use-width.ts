"use client";

import { useCallback, useState } from "react";

/** The width of an element in whole pixels, 0 until it is known. One observer serves all charts of a grid. */
export function useWidth<T extends Element>(): [
  ref: (element: T | null) => (() => void) | undefined,
  width: number,
] {
  const [width, setWidth] = useState(0);
  const ref = useCallback((element: T | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
