"use client";

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { AllowedRange } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";
import { within } from "./handles";

export interface SliderHandleProps {
  /** Name for screen readers: `checkout-api reserved`. */
  label: string;
  /** The value in words, with what it would do: `220, predicted throttles 0 per day`. */
  valueText: string;
  /** null: none; the handle is parked at the end of the scale. */
  value: number | null;
  /** What AWS has: the key 0 goes back there. */
  before: number | null;
  range: AllowedRange;
  /** What Alt allows instead, where it trades with a neighbour. */
  tradeRange?: AllowedRange;
  /** Place on the scale in pixels, where the scale begins, and the length of one unit of it. */
  x: number;
  originX: number;
  unitPx: number;
  kind: "reserved" | "provisioned" | "queue-maximum" | "divider";
  /** The setting can be taken away, with Delete. */
  removable: boolean;
  /** Drawn in the second row, because another handle is in the way. */
  isLow?: boolean;
  /** While it moves: Alt is held. */
  onMove(value: number | null, withAlt: boolean): void;
  /** It was let go. */
  onSettle(): void;
  onCancel(): void;
  /** Up and Down: the same handle of the lane above or below. */
  onLane?(by: -1 | 1): void;
}

/** Of what is taken hold of, in pixels: WCAG's least. */
export const handleWidth = 24;

/** After the last key a move becomes a step of the plan. */
const settleAfterMs = 400;

/** A limit that is dragged, moved with keys, or typed (Enter). */
export function SliderHandle(props: SliderHandleProps) {
  const { label, valueText, value, before, range, x, originX, unitPx } = props;
  const { kind, removable, isLow, tradeRange } = props;
  const { onMove, onSettle, onCancel, onLane } = props;
  const slider = useRef<HTMLDivElement>(null);
  const drag = useRef<{ fromX: number; fromValue: number }>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isMoved = useRef(false);
  const [stopped, setStopped] = useState(false);
  const [isTyping, setTyping] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const onScale = (x - originX) / unitPx;
  const put = (next: number | null, withAlt = false) => {
    isMoved.current = true;
    if (next !== value) onMove(next, withAlt);
  };
  const move = (wanted: number, withAlt = false) => {
    const next = within((withAlt && tradeRange) || range, wanted);
    setStopped(Math.round(wanted) !== next);
    put(next, withAlt);
  };
  const settleSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(settleNow, settleAfterMs);
  };
  const end = (how: () => void) => {
    clearTimeout(timer.current);
    drag.current = undefined;
    isMoved.current = false;
    setStopped(false);
    how();
  };
  const settleNow = () => isMoved.current && end(onSettle);

  const press = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, fromValue: value ?? onScale };
  };
  const pull = (event: PointerEvent<HTMLDivElement>) => {
    if (!drag.current) return;
    const { fromX, fromValue } = drag.current;
    if (event.clientX === fromX && value === null) return;
    move(fromValue + (event.clientX - fromX) / unitPx, event.altKey);
  };
  const release = () => {
    drag.current = undefined;
    settleNow();
  };

  const keyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey) return;
    const size = event.shiftKey ? 10 : 1;
    const from = value ?? Math.round(onScale);
    const by = { ArrowLeft: -size, ArrowRight: size }[event.key];
    const lane = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (by !== undefined) move(from + by, event.altKey);
    else if (event.key === "Home") move(range.min);
    else if (event.key === "End") move(range.max);
    else if (event.key === "0") put(before);
    else if ((event.key === "Delete" || event.key === "Backspace") && removable) put(null);
    else if (event.key === "Enter") {
      setTyping(true);
      event.preventDefault();
      return;
    } else if (event.key === "Escape" && isMoved.current) {
      event.preventDefault();
      end(onCancel);
      return;
    } else if (lane !== undefined && onLane) {
      event.preventDefault();
      event.stopPropagation();
      onLane(lane);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
    settleSoon();
  };

  return (
    <>
      <div
        ref={slider}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuemin={range.min}
        aria-valuemax={Math.max(range.min, range.max)}
        aria-valuenow={value ?? range.max}
        aria-valuetext={valueText}
        className={`handle handle-${kind}`}
        data-changed={value !== before || undefined}
        data-none={value === null || undefined}
        data-low={isLow || undefined}
        style={{ transform: `translateX(${x}px)` }}
        onPointerDown={press}
        onPointerMove={pull}
        onPointerUp={release}
        onPointerCancel={() => end(onCancel)}
        onKeyDown={keyDown}
        onBlur={settleNow}
      >
        <span className="handle-grip" aria-hidden>
          {kind !== "divider" && value !== null && !isTyping && formatFullCount(value)}
        </span>
      </div>
      {isTyping && (
        <TypedValue
          {...props}
          onClose={(typed) => {
            setTyping(false);
            slider.current?.focus();
            if (typed === undefined) return;
            put(typed);
            settleNow();
          }}
        />
      )}
      {stopped && (
        <span role="status" className="handle-reason" style={{ left: x }}>
          {range.reason}
        </span>
      )}
    </>
  );
}

/** The field that takes a handle's value from the keyboard. Esc leaves it as it was; empty is none. */
function TypedValue({
  label,
  value,
  range,
  x,
  removable,
  onClose,
}: SliderHandleProps & { onClose(typed: number | null | undefined): void }) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const typed = text === "" ? null : Number(text);
  const isAllowed =
    typed === null ? removable : typed >= range.min && typed <= Math.max(range.min, range.max);
  return (
    <>
      <input
        // The person asked for it with Enter on the handle.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        inputMode="numeric"
        aria-label={`${label}, ${range.min} to ${range.max}`}
        aria-invalid={!isAllowed}
        className="handle-input"
        style={{ left: x }}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.target.value.replaceAll(/[^0-9]/g, ""))}
        onBlur={() => onClose(undefined)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") onClose(undefined);
          if (event.key === "Enter" && isAllowed) onClose(typed);
        }}
      />
      {!isAllowed && (
        <span role="alert" className="handle-reason" style={{ left: x }}>
          {range.min} to {formatFullCount(range.max)}. {range.reason}
        </span>
      )}
    </>
  );
}
