import { Fragment } from "react";
import type { Quantity as Parts } from "@/lib/model/format";

/** A formatted value with its unit in a lighter colour: `<Quantity of={formatDuration(842)} />`. Zero is grey. */
export function Quantity({ of, title }: { of: Parts; title?: string }) {
  const quiet = of.length === 1 && (of[0]?.value === "0" || of[0]?.value === "\u2013");
  return (
    <span className={quiet ? "text-text-3" : undefined} title={title}>
      {of.map(({ value, unit }, index) => (
        <Fragment key={index}>
          {index > 0 && " "}
          {value}
          {unit !== "" && <span className="unit">{unit}</span>}
        </Fragment>
      ))}
    </span>
  );
}
