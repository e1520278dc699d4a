"use client";

import { Menu } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from "react";
import { formatFullCount } from "@/lib/model/format";
import { concurrencyAt, type DemandScale, yOf } from "./demand-scale";
import { limitColours, type LimitLine, limitWords } from "./limit-line";

/** The grip of a limit at the right edge of the chart. It is dragged, or moved with the arrow keys. */
export function LimitHandle({
  line,
  scale,
  y,
  narrow,
  onDragging,
}: {
  line: LimitLine;
  scale: DemandScale;
  /** Where the grip stands; beside its line when another grip needs the room. */
  y: number;
  /** Only the number fits. */
  narrow: boolean;
  onDragging(isDragging: boolean): void;
}) {
  const drag = useRef<{ from: number | null; offset: number }>(undefined);
  const { kind, chosen, min, max } = line;
  const value = chosen === null || Number.isNaN(chosen) ? undefined : chosen;
  const choose = (count: number) => line.choose(Math.min(max, Math.max(min, count)));
  const end = () => {
    if (!drag.current) return;
    drag.current = undefined;
    onDragging(false);
  };
  const cancel = () => {
    const from = drag.current?.from;
    if (from === undefined) return;
    if (from === null) line.reset();
    else line.choose(from);
    end();
  };
  const heightIn = (event: PointerEvent<HTMLElement>) =>
    event.clientY - (event.currentTarget.offsetParent?.getBoundingClientRect().top ?? 0);
  const press = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 10 : 1;
    const from = value ?? (kind === "reserved" ? Math.min(max, scale.top) : 0);
    const act: Partial<Record<string, () => void>> = {
      ArrowUp: () => choose(from + by),
      ArrowRight: () => choose(from + by),
      ArrowDown: () => choose(from - by),
      ArrowLeft: () => choose(from - by),
      PageUp: () => choose(from + 10),
      PageDown: () => choose(from - 10),
      Home: () => choose(min),
      End: () => choose(max),
      "0": line.reset,
    };
    const found = act[event.key];
    if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    found();
  };
  // While a grip is held the focus may be elsewhere, so Esc is heard from the document.
  const cancelDrag = useRef(cancel);
  useEffect(() => {
    cancelDrag.current = cancel;
  });
  useEffect(() => {
    const escape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape" || !drag.current) return;
      event.preventDefault();
      event.stopPropagation();
      cancelDrag.current();
    };
    addEventListener("keydown", escape, { capture: true });
    return () => removeEventListener("keydown", escape, { capture: true });
  }, []);
  const words = limitWords(line);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={kind === "reserved" ? "Reserved concurrency" : "Provisioned concurrency"}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value ?? (kind === "reserved" ? max : 0)}
      aria-valuetext={`${words.noun} ${value === undefined ? "" : formatFullCount(value)}, ${line.effect}`}
      className="absolute right-1.5 flex h-6 -translate-y-1/2 cursor-ns-resize touch-none items-center rounded-2 select-none"
      style={{ top: y, width: narrow ? 46 : 112 }}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus({ preventScroll: true });
        const at = yOf(scale, value ?? (kind === "reserved" ? scale.top : 0));
        drag.current = { from: chosen, offset: heightIn(event) - at };
        onDragging(true);
      }}
      onPointerMove={(event) => {
        if (!drag.current) return;
        const next = concurrencyAt(scale, heightIn(event) - drag.current.offset);
        if (next !== value) choose(next);
      }}
      onPointerUp={end}
      onPointerCancel={cancel}
    >
      <span
        className="flex h-5.5 w-full items-center gap-1.5 overflow-hidden rounded-2 px-1.5 text-12 text-surface"
        style={{ background: limitColours[kind] }}
      >
        {!narrow && <Menu size={11} aria-hidden className="opacity-70" />}
        {words.count && <b className={narrow ? "mx-auto" : undefined}>{words.count}</b>}
        {!narrow && <span className="truncate text-11">{words.noun}</span>}
        {narrow && !words.count && <Menu size={11} aria-hidden className="mx-auto" />}
      </span>
    </div>
  );
}
