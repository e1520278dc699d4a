import { formatDelta, formatFullCount } from "@/lib/model/format";
import type { BoardLane } from "./board-lane";
import { leastNamedPx, type Slice } from "./pool";

const barHeight = 26;
/** Below the names and figures. */
const barY = 30;

/** A reservation to scale, with what its function used of it. */
export function SliceBox({
  slice: { reserved, lane: after },
  lane,
  x,
  width,
  unitPx,
  isNamed,
}: {
  slice: Slice;
  lane: BoardLane | undefined;
  x: number;
  width: number;
  unitPx: number;
  isNamed: boolean;
}) {
  const shares = lane?.demand?.shares;
  const change = reserved - (lane?.now.reserved ?? 0);
  const room = Math.floor((width - 10) / 6.2);
  return (
    <g>
      <rect x={x} y={barY} width={width} height={barHeight} fill="var(--surface-3)" />
      {shares && (
        <rect
          x={x}
          y={barY}
          width={Math.min(shares.p99, reserved) * unitPx}
          height={barHeight}
          fill="var(--c-observed-soft)"
        />
      )}
      {shares && shares.max > reserved && reserved > 0 && (
        <rect
          x={x + Math.max(0, width - 7)}
          y={barY}
          width={Math.min(7, width)}
          height={barHeight}
          fill="url(#board-throttled)"
        />
      )}
      {shares && shares.max <= reserved && shares.max > 0 && (
        <rect
          x={x + shares.max * unitPx - 0.75}
          y={barY - 3}
          width={1.5}
          height={barHeight + 6}
          fill="var(--text)"
        />
      )}
      {isNamed && width >= leastNamedPx && (
        <>
          <text x={x + 4} y={11} className="pool-name">
            {after.name.length > room
              ? `${after.name.slice(0, Math.max(1, room - 1))}\u2026`
              : after.name}
          </text>
          <text x={x + 4} y={24} className="pool-value">
            {formatFullCount(reserved)}
            {change !== 0 && (
              <tspan dx={4} className="pool-change">
                {formatDelta(change)}
              </tspan>
            )}
          </text>
        </>
      )}
    </g>
  );
}

/** What all other functions share, with the part that AWS keeps. */
export function UnreservedBox({
  x,
  width,
  floorWidth,
  p99,
  peak,
  isNamed,
  words: [members, floor],
}: {
  x: number;
  width: number;
  floorWidth: number;
  p99: number;
  peak: number;
  isNamed: boolean;
  words: readonly [members: string, floor: string];
}) {
  return (
    <g>
      <rect
        x={x + width - floorWidth}
        y={barY}
        width={floorWidth}
        height={barHeight}
        fill="url(#board-kept)"
      />
      <rect
        x={x}
        y={barY}
        width={Math.min(p99, width)}
        height={barHeight}
        fill="var(--c-observed-soft)"
      />
      <rect
        x={x}
        y={barY + 0.5}
        width={Math.max(0, width - 0.5)}
        height={barHeight - 1}
        fill="none"
        stroke="var(--border-strong)"
      />
      {peak > 0 && (
        <rect
          x={x + Math.min(peak, width) - 0.75}
          y={barY - 3}
          width={1.5}
          height={barHeight + 6}
          fill="var(--text)"
        />
      )}
      {isNamed && width > 110 && (
        <>
          <text x={x + 4} y={11} className="pool-name">
            Unreserved pool
          </text>
          <text x={x + 4} y={24} className="pool-value">
            {members}
          </text>
        </>
      )}
      {isNamed && width > 240 && (
        <text x={x + width} y={24} textAnchor="end" className="strip-label">
          {floor}
        </text>
      )}
    </g>
  );
}
