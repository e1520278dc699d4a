import type { LoadOutcome } from "@/lib/model/load-result";

export const outcomeNames: Record<LoadOutcome, string> = {
  warm: "Warm",
  cold: "Cold",
  throttled: "Throttled",
  error: "Error",
};

/** How an outcome's points are drawn: the shape tells them apart without colour. */
export const outcomeMarks: Record<
  LoadOutcome,
  { path(x: number, y: number): string; stroke: string; fill: string; strokeWidth: number }
> = {
  warm: {
    // A line of no length with round ends is a dot.
    path: (x, y) => `M${x} ${y}h0`,
    stroke: "var(--c-warm)",
    fill: "none",
    strokeWidth: 4.5,
  },
  cold: {
    path: (x, y) => `M${x} ${y - 4}l4 7h-8z`,
    stroke: "none",
    fill: "var(--c-cold)",
    strokeWidth: 0,
  },
  throttled: {
    path: (x, y) => `M${x} ${y - 3.5}l3.5 3.5-3.5 3.5-3.5-3.5z`,
    stroke: "var(--c-throttle)",
    fill: "none",
    strokeWidth: 1.25,
  },
  error: {
    path: (x, y) => `M${x - 3} ${y - 3}l6 6m0-6l-6 6`,
    stroke: "var(--c-error)",
    fill: "none",
    strokeWidth: 1.75,
  },
};

export function OutcomeMark({ outcome }: { outcome: LoadOutcome }) {
  const { path, ...look } = outcomeMarks[outcome];
  return (
    <svg width="10" height="10" aria-hidden="true" className="flex-none overflow-visible">
      <path d={path(5, 5)} strokeLinecap="round" {...look} />
    </svg>
  );
}
