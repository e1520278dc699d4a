"use client";

import { Zap } from "lucide-react";
import type { ReactNode } from "react";
import { useFunction } from "@/components/functions/use-function";
import { StateDot, type Dot } from "@/components/ui/badge";
import { formatFullCount, formatMemory, formatSeconds, plain } from "@/lib/model/format";
import { type Destination, sourceKind, sourceName, type Trigger } from "@/lib/model/trigger";
import { triggerWarnings } from "@/lib/model/trigger-checks";
import { triggerKey, triggerState } from "@/lib/model/trigger-identity";
import {
  triggerKindName,
  triggerName,
  triggerSettings,
  triggerStateWord,
} from "@/lib/model/trigger-words";
import { SourceIcon, TriggerIcon } from "./source-icon";
import { dotOf } from "./trigger-state";
import type { TriggerViewProps } from "./trigger-table";

interface Node {
  key: string;
  icon: ReactNode;
  name: string;
  detail: string;
  dot: Dot;
  /** What stands on its line. */
  label: string;
  line: "solid" | "dashed" | "failure";
}

const nodeHeight = 52;
const gap = 18;
const padding = 16;

/** Sources at the left, the function, and where results of asynchronous calls go. */
export function TriggerMap({
  triggers,
  width,
  selected,
  onSelect,
  checked,
}: TriggerViewProps & { width: number }) {
  const { data: detail } = useFunction();
  const sources = triggers.triggers.map((trigger): Node => {
    const func = checked(trigger);
    const warnings = func && trigger.kind === "mapping" ? triggerWarnings(trigger, func).length : 0;
    return {
      key: triggerKey(trigger),
      icon: <TriggerIcon trigger={trigger} />,
      name: triggerName(trigger),
      detail: [triggerKindName(trigger), trigger.qualifier, triggerSettings(trigger)]
        .filter(Boolean)
        .join(" \u00b7 "),
      dot: dotOf(trigger, warnings),
      label: labelOf(trigger),
      line: ["off", "unproven"].includes(triggerState(trigger)) ? "dashed" : "solid",
    };
  });
  const targets = triggers.destinations.map((destination): Node => ({
    key: `${destination.on} ${destination.arn}`,
    icon: <SourceIcon arn={destination.arn} />,
    name: sourceName(destination.arn),
    detail: `${sourceKind(destination.arn)} \u00b7 ${destinationLabels[destination.on]}`,
    dot: "ok",
    label: destinationLabels[destination.on],
    line: destination.on === "success" ? "solid" : "failure",
  }));
  const rows = Math.max(sources.length, targets.length, 2);
  const height = padding * 2 + rows * nodeHeight + (rows - 1) * gap;
  const nodeWidth = Math.min(220, (width - padding * 2 - 120) / 3);
  const top = (index: number, count: number) =>
    height / 2 + (index - (count - 1) / 2) * (nodeHeight + gap) - nodeHeight / 2;
  const middleX = (width - nodeWidth) / 2;
  return (
    <div
      className="relative flex-none border-b border-border"
      style={{ height }}
      role="group"
      aria-label="Map of triggers"
    >
      <svg className="absolute inset-0" width={width} height={height} aria-hidden>
        <defs>
          <marker
            id="trigger-arrow"
            viewBox="0 0 6 6"
            refX="5"
            refY="3"
            markerWidth="6"
            markerHeight="6"
            orient="auto"
          >
            <path d="M0 0 6 3 0 6z" fill="context-stroke" />
          </marker>
        </defs>
        {sources.map((node, i) => (
          <Edge
            key={node.key}
            node={node}
            selected={node.key === selected}
            from={[padding + nodeWidth, top(i, sources.length) + nodeHeight / 2]}
            to={[middleX, height / 2 + spread(i, sources.length)]}
          />
        ))}
        {targets.map((node, i) => (
          <Edge
            key={node.key}
            node={node}
            selected={false}
            from={[middleX + nodeWidth, height / 2 + spread(i, targets.length)]}
            to={[width - padding - nodeWidth, top(i, targets.length) + nodeHeight / 2]}
          />
        ))}
      </svg>
      {sources.map((node, i) => (
        <Box
          key={node.key}
          x={padding}
          y={top(i, sources.length)}
          width={nodeWidth}
          selected={node.key === selected}
          onClick={() => onSelect(node.key)}
          icon={node.icon}
          node={node}
        />
      ))}
      {sources.map((node, i) => (
        <EdgeLabel
          key={node.key}
          node={node}
          x={(padding + nodeWidth + middleX) / 2}
          y={(top(i, sources.length) + nodeHeight / 2 + height / 2 + spread(i, sources.length)) / 2}
        />
      ))}
      {targets.map((node, i) => (
        <Box
          key={node.key}
          x={width - padding - nodeWidth}
          y={top(i, targets.length)}
          width={nodeWidth}
          icon={node.icon}
          node={node}
        />
      ))}
      {detail && (
        <Box
          x={middleX}
          y={(height - nodeHeight) / 2}
          width={nodeWidth}
          strong
          icon={<Zap size={14} aria-hidden />}
          node={{
            name: detail.name,
            detail: `${plain(formatMemory(detail.memoryMb))} \u00b7 ${plain(formatSeconds(detail.timeoutSeconds))}`,
            dot: detail.reservedConcurrency === 0 ? "limit" : "ok",
            line: "solid",
          }}
        />
      )}
    </div>
  );
}

const destinationLabels: Record<Destination["on"], string> = {
  success: "on success",
  failure: "on failure",
  "dead-letter": "dead letters",
  "batch-failure": "on failure",
  redrive: "dead letters",
  "delivery-failure": "not delivered",
};

function labelOf(trigger: Trigger): string {
  switch (triggerState(trigger)) {
    case "off":
      return "off";
    case "changing":
      return triggerStateWord(trigger).toLowerCase();
    case "unproven":
      return "may call";
    case "on":
      return trigger.kind === "mapping" && trigger.queue
        ? `${formatFullCount(trigger.queue.visible)} waiting`
        : "on";
  }
}

/** Arrows meet the function side by side. */
function spread(index: number, count: number): number {
  return (index - (count - 1) / 2) * Math.min(10, 36 / Math.max(1, count));
}

type Point = readonly [x: number, y: number];

function Edge({
  node,
  selected,
  from,
  to,
}: {
  node: Node;
  selected: boolean;
  from: Point;
  to: Point;
}) {
  const bend = (to[0] - from[0]) / 2;
  const stroke = selected
    ? "var(--accent)"
    : node.line === "failure"
      ? "var(--c-error)"
      : node.line === "dashed"
        ? "var(--border-strong)"
        : "var(--c-observed)";
  return (
    <path
      d={`M${from[0]} ${from[1]} C${from[0] + bend} ${from[1]} ${to[0] - bend} ${to[1]} ${to[0] - 1} ${to[1]}`}
      fill="none"
      stroke={stroke}
      strokeWidth={selected ? 2 : 1.5}
      strokeDasharray={node.line === "solid" ? undefined : "4 3"}
      markerEnd="url(#trigger-arrow)"
    />
  );
}

function EdgeLabel({ node, x, y }: { node: Node; x: number; y: number }) {
  return (
    <span
      className="absolute -translate-x-1/2 -translate-y-1/2 rounded-1 border border-border bg-surface px-1.5 text-11 whitespace-nowrap text-text-2"
      style={{ left: x, top: y }}
    >
      {node.label}
    </span>
  );
}

function Box({
  x,
  y,
  width,
  node: { name, detail, dot, line },
  icon,
  strong,
  selected,
  onClick,
}: {
  x: number;
  y: number;
  width: number;
  node: Pick<Node, "name" | "detail" | "dot" | "line">;
  icon: ReactNode;
  strong?: boolean;
  selected?: boolean;
  onClick?(): void;
}) {
  const look = [
    "absolute flex flex-col justify-center rounded-3 border bg-surface px-2.5 text-left",
    strong ? "border-text" : selected ? "border-accent" : "border-border-strong",
    line === "dashed" && "border-dashed",
  ]
    .filter(Boolean)
    .join(" ");
  const content = (
    <>
      <span className="flex items-center gap-2">
        {icon}
        <b className="min-w-0 flex-1 truncate text-12" title={name}>
          {name}
        </b>
        <StateDot dot={dot} />
      </span>
      <span className="truncate text-11 text-text-3" title={detail}>
        {detail}
      </span>
    </>
  );
  const place = { left: x, top: y, width, height: nodeHeight };
  return onClick ? (
    <button type="button" className={look} style={place} aria-pressed={selected} onClick={onClick}>
      {content}
    </button>
  ) : (
    <div className={look} style={place}>
      {content}
    </div>
  );
}
