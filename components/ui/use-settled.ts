"use client";

import { useCallback, useEffect, useRef, useState } from "react";

/** State that follows once nothing has changed for a moment: scrolling past rows must not read them. */
export function useSettled<T>(first: T): [T, (value: T) => void] {
  const [value, setValue] = useState(first);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settle = useCallback((next: T) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setValue(next), 120);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [value, settle];
}
