"use client";

import { plotLeft } from "@/components/chart/chart-definition";
import { formatFullCount } from "@/lib/model/format";
import { freePlace } from "@/lib/model/place-labels";
import { type DemandScale, yOf } from "./demand-scale";
import { limitColours, type LimitLine } from "./limit-line";

function lineY(line: LimitLine, scale: DemandScale): number {
  const { kind, chosen } = line;
  return yOf(scale, chosen === null || Number.isNaN(chosen) ? unset(kind, scale) : chosen);
}

/** Without a reservation the grip waits at the top, to be pulled down; without provisioned ones at the foot. */
function unset(kind: LimitLine["kind"], scale: DemandScale): number {
  return kind === "reserved" ? scale.top : 0;
}

const gripGap = 26;

/** Where the grip of a line stands: at its line, or beside it when another grip needs the room. */
export function gripPlace(
  lines: readonly LimitLine[],
  line: LimitLine,
  scale: DemandScale,
): number {
  const edges = { from: 12, to: scale.height - 12 };
  const places: number[] = [];
  for (const each of lines) {
    const place = freePlace(lineY(each, scale), places, gripGap, edges);
    if (each === line) return place;
    places.push(place);
  }
  return lineY(line, scale);
}

/** The limits over the whole plot: as chosen, as they are now, and as suggested. */
export function LimitLines({
  lines,
  scale,
  plotWidth,
  narrow,
}: {
  lines: readonly LimitLine[];
  scale: DemandScale;
  plotWidth: number;
  narrow: boolean;
}) {
  const right = plotLeft + plotWidth;
  const taken = lines.map((line) => gripPlace(lines, line, scale));
  const labels: { text: string; y: number; colour: string }[] = [];
  const label = (text: string, count: number, colour: string) => {
    const y = freePlace(yOf(scale, count), taken, 18, { from: 8, to: scale.height - 24 });
    taken.push(y);
    labels.push({ text, y, colour });
  };
  const drawnLines = lines.flatMap((line) => {
    const { kind, now, chosen, suggested } = line;
    const colour = limitColours[kind];
    const found = [];
    const isSuggestionShown =
      suggested !== undefined && suggested !== chosen && suggested > 0 && suggested <= scale.top;
    if (isSuggestionShown) {
      label(`${formatFullCount(suggested)} suggested`, suggested, "var(--ok)");
      found.push({ key: `${kind} suggested`, y: suggested, colour: "var(--ok)", dash: "2 3" });
    }
    if (now !== null && now > 0 && now !== chosen && now <= scale.top) {
      label(`now ${formatFullCount(now)}`, now, "var(--text-3)");
      found.push({ key: `${kind} now`, y: now, colour, dash: kind === "reserved" ? "5 4" : "2 3" });
    }
    if (chosen !== null && chosen > 0 && chosen <= scale.top)
      found.push({ key: `${kind} chosen`, y: chosen, colour, dash: undefined });
    return found;
  });
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      <svg className="absolute inset-0" width={right + 6} height={scale.height}>
        {drawnLines.map(({ key, y, colour, dash }) => (
          <path
            key={key}
            d={`M${plotLeft} ${yOf(scale, y)}H${right + (dash ? 0 : 6)}`}
            stroke={colour}
            strokeWidth={dash ? 1.5 : 2}
            strokeDasharray={dash}
          />
        ))}
      </svg>
      {!narrow &&
        labels.map(({ text, y, colour }) => (
          <span
            key={text}
            className="absolute -translate-y-1/2 text-11 whitespace-nowrap"
            style={{ left: right + 8, top: y, color: colour }}
          >
            {text}
          </span>
        ))}
    </div>
  );
}
