"use client";

import { useRef } from "react";
import { StateDot } from "@/components/ui/badge";
import { useKeys } from "@/components/ui/use-keys";
import { SourceIcon, TriggerIcon } from "../source-icon";
import { FunctionNode } from "./function-node";
import {
  edgePath,
  edgeWeight,
  layOut,
  type MapLayout,
  meetingY,
  onEdge,
  type Point,
} from "./map-layout";
import type { MapNode } from "./map-node";

/** More are in the list below it. */
const mostNodes = 40;

/** Sources at the left, the function, and where its results go. Arrow keys move from node to node. */
export function TriggerMap({
  sources,
  destinations,
  width,
  selected,
  onSelect,
}: {
  sources: readonly MapNode[];
  destinations: readonly MapNode[];
  width: number;
  selected: string | undefined;
  onSelect(key: string): void;
}) {
  const left = sources.slice(0, mostNodes);
  const right = destinations.slice(0, mostNodes);
  const layout = layOut(width, left.length, right.length);
  const middle = layout.functionX + layout.nodeWidth;
  const edges = [
    ...left.map((node, i) => ({
      node,
      from: [
        layout.sourceX + layout.nodeWidth,
        layout.sourceYs[i]! + layout.nodeHeight / 2,
      ] as const,
      to: [layout.functionX, meetingY(layout, i, left.length)] as const,
      labelAt: 0.42,
    })),
    ...right.map((node, i) => ({
      node,
      from: [middle, meetingY(layout, i, right.length)] as const,
      to: [layout.destinationX, layout.destinationYs[i]! + layout.nodeHeight / 2] as const,
      labelAt: 0.58,
    })),
  ];
  const hidden = sources.length + destinations.length - left.length - right.length;
  const area = useRef<HTMLDivElement>(null);
  const move = (key: string) => () =>
    // In a drawer the arrows scroll.
    !document.activeElement?.closest(".drawer") && moveFocus(key, area.current);
  const [down, up] = [move("ArrowDown"), move("ArrowUp")];
  useKeys({ j: down, k: up, arrowdown: down, arrowup: up });
  return (
    <div className="flex-none border-b border-border">
      <div
        ref={area}
        className="relative"
        style={{ height: layout.height }}
        role="group"
        aria-label="Map of triggers"
      >
        <svg className="absolute inset-0" width={width} height={layout.height} aria-hidden>
          <defs>
            <marker
              id="trigger-arrow"
              viewBox="0 0 6 6"
              refX="5"
              refY="3"
              markerUnits="userSpaceOnUse"
              markerWidth="9"
              markerHeight="9"
              orient="auto"
            >
              <path d="M0 0 6 3 0 6z" fill="context-stroke" />
            </marker>
          </defs>
          {edges.map(({ node, from, to }) => (
            <Edge key={node.key} node={node} selected={node.key === selected} from={from} to={to} />
          ))}
        </svg>
        {edges.map(({ node, from, to, labelAt }) => (
          <EdgeLabel
            key={node.key}
            node={node}
            selected={node.key === selected}
            at={onEdge(from, to, labelAt)}
          />
        ))}
        {left.map((node, i) => (
          <NodeBox
            key={node.key}
            node={node}
            x={layout.sourceX}
            y={layout.sourceYs[i]!}
            layout={layout}
            selected={node.key === selected}
            onClick={() => onSelect(node.key)}
          />
        ))}
        <div
          className="absolute"
          style={{
            left: layout.functionX,
            top: layout.functionY,
            width: layout.nodeWidth,
            height: layout.functionHeight,
          }}
        >
          <FunctionNode />
        </div>
        {right.map((node, i) => (
          <NodeBox
            key={node.key}
            node={node}
            x={layout.destinationX}
            y={layout.destinationYs[i]!}
            layout={layout}
            selected={node.key === selected}
            onClick={() => onSelect(node.key)}
          />
        ))}
      </div>
      <Legend hidden={hidden} />
    </div>
  );
}

function Legend({ hidden }: { hidden: number }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1 px-4 pb-2.5 text-11 text-text-3">
      <StateDot dot="ok">enabled</StateDot>
      <StateDot dot="warn">needs attention</StateDot>
      <StateDot dot="off">off, or a permission alone</StateDot>
      <span>line weight follows rate, log scale</span>
      {hidden > 0 && <span>{hidden} more in the list</span>}
    </div>
  );
}

/** Up and down within a column, left and right between the columns. Gives false where there is nowhere to go. */
function moveFocus(key: string, area: HTMLElement | null): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const across = key === "ArrowLeft" || key === "ArrowRight";
  if (!area || (step === undefined && !across)) return false;
  const nodes = [...area.querySelectorAll<HTMLElement>("button[data-node]")];
  const at = nodes.indexOf(document.activeElement as HTMLElement);
  const here = nodes[at];
  const next = !here
    ? (nodes.find((node) => node.ariaPressed === "true") ?? nodes[0])
    : across
      ? nearestBeside(nodes, here, key === "ArrowRight")
      : nodes[at + (step ?? 0)];
  next?.focus();
  return next !== undefined;
}

/** The node of the other column that is most nearly at the same height. */
function nearestBeside(
  nodes: readonly HTMLElement[],
  here: HTMLElement,
  toRight: boolean,
): HTMLElement | undefined {
  const others = nodes.filter(({ offsetLeft }) =>
    toRight ? offsetLeft > here.offsetLeft : offsetLeft < here.offsetLeft,
  );
  const distance = ({ offsetTop }: HTMLElement) => Math.abs(offsetTop - here.offsetTop);
  return others.toSorted((a, b) => distance(a) - distance(b))[0];
}

function Edge({
  node: { line, perSecond },
  selected,
  from,
  to,
}: {
  node: MapNode;
  selected: boolean;
  from: Point;
  to: Point;
}) {
  const stroke = selected
    ? "var(--accent)"
    : line === "failure"
      ? "var(--c-error)"
      : line === "dashed"
        ? "var(--border-strong)"
        : "var(--c-observed)";
  return (
    <path
      d={edgePath(from, to)}
      fill="none"
      stroke={stroke}
      strokeWidth={edgeWeight(perSecond) + (selected ? 0.75 : 0)}
      strokeDasharray={line === "solid" ? undefined : "4 3"}
      markerEnd="url(#trigger-arrow)"
    />
  );
}

function EdgeLabel({
  node: { label, backlog, line },
  selected,
  at: [x, y],
}: {
  node: MapNode;
  selected: boolean;
  at: Point;
}) {
  return (
    <span
      className={`pointer-events-none absolute flex -translate-x-1/2 -translate-y-1/2 flex-col items-center rounded-1 border border-border bg-surface px-1.5 py-0.5 text-11 leading-tight whitespace-nowrap ${selected ? "z-10" : ""}`}
      style={{ left: x, top: y }}
    >
      <span
        className={
          line === "failure"
            ? "font-medium text-danger"
            : line === "dashed"
              ? "text-text-3"
              : "font-semibold"
        }
      >
        {label}
      </span>
      {backlog && <span className="text-warn">{backlog}</span>}
    </span>
  );
}

function NodeBox({
  node: { key, name, detail, dot, state, line, trigger, destinationArn, label, backlog },
  x,
  y,
  layout,
  selected,
  onClick,
}: {
  node: MapNode;
  x: number;
  y: number;
  layout: MapLayout;
  selected: boolean;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      data-node
      data-opens={key}
      className={`absolute flex flex-col justify-center gap-0.5 rounded-3 border bg-surface px-2.5 text-left hover:border-text-3 ${selected ? "border-accent outline-2 -outline-offset-2 outline-accent" : "border-border-strong"} ${line === "dashed" ? "border-dashed" : ""}`}
      style={{ left: x, top: y, width: layout.nodeWidth, height: layout.nodeHeight }}
      aria-pressed={selected}
      aria-label={[name, detail, state, label, backlog].filter(Boolean).join(", ")}
      onClick={onClick}
      onKeyDown={(event) => {
        if (moveFocus(event.key, event.currentTarget.parentElement)) event.preventDefault();
      }}
    >
      <span className="flex w-full items-center gap-2">
        {trigger ? <TriggerIcon trigger={trigger} /> : <SourceIcon arn={destinationArn} />}
        <b
          className={`min-w-0 flex-1 truncate text-12 ${line === "dashed" ? "text-text-2" : ""}`}
          title={name}
        >
          {name}
        </b>
        <StateDot dot={dot} />
      </span>
      <span className="w-full truncate text-11 text-text-3" title={detail}>
        {detail}
      </span>
    </button>
  );
}
