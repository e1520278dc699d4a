"use client";

import { useCallback, useState } from "react";

/** Whether an element has come near the visible part of the page; once it has, it stays so. */
export function useInView<T extends Element>(): [
  ref: (element: T | null) => (() => void) | undefined,
  wasSeen: boolean,
] {
  const [wasSeen, setSeen] = useState(false);
  const ref = useCallback((element: T | null) => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        setSeen(true);
        observer.disconnect();
      },
      { rootMargin: "200px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, wasSeen];
}
