import { memo } from "react";
import { sparklinePath } from "@/lib/model/row-metrics";

/** A small line of values; the number beside it says what it comes to. */
export const Sparkline = memo(function Sparkline({
  values,
  width = 72,
  height = 18,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
}) {
  const isFlat = values.every((value) => value === 0);
  return (
    <svg
      width={width}
      height={height}
      className="inline-block flex-none align-middle"
      aria-hidden="true"
    >
      <path
        d={sparklinePath(values, width, height)}
        fill="none"
        stroke={isFlat ? "var(--c-axis)" : "var(--c-observed)"}
        strokeWidth={1.25}
        strokeLinejoin="round"
      />
    </svg>
  );
});
