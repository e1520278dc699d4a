"use client";

import { type RefObject, useEffect, useRef } from "react";

/**
 * When what had the focus goes away with its trigger or destination, the focus goes to the one in its place, or to
 * the button that adds one. What opens one of the `keys`, or `new`, says so in `data-opens`.
 */
export function useNextFocus(area: RefObject<HTMLElement | null>, keys: readonly string[]): void {
  const shown = useRef(keys);
  useEffect(() => {
    const gone = shown.current.findIndex((key) => !keys.includes(key));
    shown.current = keys;
    if (gone === -1 || !isFocusLost()) return;
    const next = keys[gone] ?? keys.at(-1) ?? "new";
    area.current?.querySelector<HTMLElement>(`[data-opens="${CSS.escape(next)}"]`)?.focus();
  });
}

/** It is on nothing that a person could use: on the page as a whole, or on its content. */
function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.id === "main";
}
