"use client";

import { cloneElement, useEffect, useId, useRef, useState, type ReactElement } from "react";

/** Words beside a control on hover and focus. The child must be one element that takes mouse and focus events. */
export function Tooltip({
  text,
  children,
}: {
  /** Nothing is shown for an empty text. */
  text: string | undefined;
  children: ReactElement<Record<string, unknown>>;
}) {
  const id = useId();
  const [anchor, setAnchor] = useState<Element>();
  if (!text) return children;
  const show = (event: { currentTarget: Element }) => setAnchor(event.currentTarget);
  const hide = () => setAnchor(undefined);
  return (
    <>
      {cloneElement(children, {
        "aria-describedby": id,
        onPointerEnter: show,
        onPointerLeave: hide,
        onFocus: show,
        onBlur: hide,
      })}
      <span id={id} hidden>
        {text}
      </span>
      {anchor && <Bubble anchor={anchor} text={text} onEscape={hide} />}
    </>
  );
}

function Bubble({ anchor, text, onEscape }: { anchor: Element; text: string; onEscape(): void }) {
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = bubble.current;
    if (!box) return;
    box.showPopover();
    const around = anchor.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const below = around.bottom + 6 + height <= innerHeight;
    box.style.top = `${below ? around.bottom + 6 : around.top - 6 - height}px`;
    box.style.left = `${Math.max(8, Math.min(around.left + around.width / 2 - width / 2, innerWidth - width - 8))}px`;
    const escape = (event: KeyboardEvent) => event.key === "Escape" && onEscape();
    addEventListener("keydown", escape, { capture: true });
    return () => removeEventListener("keydown", escape, { capture: true });
  }, [anchor, onEscape]);
  return (
    <div ref={bubble} popover="manual" className="tooltip" aria-hidden="true">
      {text}
    </div>
  );
}
