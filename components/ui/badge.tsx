import type { ReactNode } from "react";

export type Tone = "neutral" | "ok" | "warn" | "danger" | "limit" | "accent" | "outline" | "prod";

/** A short word with a coloured ground. */
export function Badge({
  tone = "neutral",
  children,
  title,
}: {
  tone?: Tone;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={`bdg bdg-${tone}`} title={title}>
      {children}
    </span>
  );
}

export type Dot = "ok" | "off" | "warn" | "danger" | "limit" | "pend" | "cold";

/** State as a shape and a word. Without a word it is decoration: the state must be said beside it. */
export function StateDot({ dot, children }: { dot: Dot; children?: ReactNode }) {
  const mark = <i className={`dot dot-${dot}`} aria-hidden="true" />;
  if (children === undefined) return mark;
  return (
    <span className="inline-flex items-center gap-1.5">
      {mark}
      <span className={dot === "ok" ? "text-text-2" : undefined}>{children}</span>
    </span>
  );
}
