"use client";

import { useEffect, useRef } from "react";

/**
 * What keys do while the component is there: `{ "/": focusFilter, "g f": goToFunctions, "mod+k": openPalette }`.
 * Single keys (but Esc) and sequences are off while typing; `mod` (Cmd or Ctrl) combinations are not. A handler that
 * returns false leaves the key to the others. The component mounted last is asked first.
 */
export type KeyMap = Record<string, (event: KeyboardEvent) => unknown>;

const layers: { current: KeyMap }[] = [];
let singleKeys = true;

/** Single keys and sequences can be turned off as a whole, for people whose speech input types them. */
export function allowSingleKeys(allowed: boolean): void {
  singleKeys = allowed;
}

let pending: { key: string; atMs: number } | undefined;

export function useKeys(keys: KeyMap, active = true): void {
  const layer = useRef(keys);
  useEffect(() => {
    layer.current = keys;
  });
  useEffect(() => {
    if (!active) return;
    if (layers.length === 0) addEventListener("keydown", handle);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) removeEventListener("keydown", handle);
    };
  }, [active]);
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || modifierKeys.has(event.key)) return;
  const name = keyName(event);
  const isSingle = !name.startsWith("mod+");
  if (isSingle && isInPopup(event.target)) return;
  if (isSingle && name !== "escape" && isTyping(event.target)) return;
  if (isSingle && !singleKeys && event.key.length === 1) return;
  const started = pending && performance.now() - pending.atMs < 1000 ? pending.key : undefined;
  pending = undefined;
  const names = started === undefined ? [name] : [`${started} ${name}`, name];
  for (const candidate of names) {
    for (const layer of layers.toReversed()) {
      const act = layer.current[candidate];
      if (act && act(event) !== false) {
        event.preventDefault();
        return;
      }
    }
  }
  if (
    layers.some((layer) => Object.keys(layer.current).some((key) => key.startsWith(`${name} `)))
  ) {
    pending = { key: name, atMs: performance.now() };
  }
}

/** `j`, `shift+x`, `mod+enter`, `?`, `arrowdown`. Shift is named only where the key itself does not show it. */
export function keyName(
  event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">,
): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const showsShift = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  return [
    (event.metaKey || event.ctrlKey) && "mod",
    event.altKey && "alt",
    event.shiftKey && !showsShift && "shift",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

const modifierKeys = new Set(["Shift", "Control", "Alt", "Meta"]);

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (target.matches("input, textarea, select") &&
        !target.matches("[type=checkbox], [type=radio]")))
  );
}

function isInPopup(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("[role=dialog], [role=menu], [role=listbox]") !== null
  );
}
