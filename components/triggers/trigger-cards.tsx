"use client";

import { StateDot } from "@/components/ui/badge";
import { rateInWords } from "@/lib/model/trigger-traffic";
import { triggerName } from "@/lib/model/trigger-words";
import { type MapNode, type SeenTrigger, sourceNode } from "./map/map-node";
import { SourceIcon, TriggerIcon } from "./source-icon";

/** Sources and destinations on a phone: two lines each. */
export function TriggerCards({
  seen,
  destinations,
  spanSeconds,
  selected,
  onSelect,
}: {
  seen: readonly SeenTrigger[];
  destinations: readonly MapNode[];
  spanSeconds: number;
  selected: string | undefined;
  onSelect(key: string): void;
}) {
  return (
    <>
      <ul aria-label="Triggers" className="flex flex-col">
        {seen.map((one) => (
          <Card
            key={sourceNode(one, spanSeconds).key}
            node={sourceNode(one, spanSeconds)}
            name={triggerName(one.trigger)}
            rate={rateInWords(one.traffic?.total, spanSeconds)}
            selected={selected}
            onSelect={onSelect}
          />
        ))}
      </ul>
      {destinations.length > 0 && (
        <>
          <h2 className="px-4 pt-4 pb-1 text-11 font-semibold text-text-3">Results go to</h2>
          <ul aria-label="Destinations" className="flex flex-col">
            {destinations.map((node) => (
              <Card
                key={node.key}
                node={node}
                name={node.name}
                rate={undefined}
                selected={selected}
                onSelect={onSelect}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Card({
  node,
  name,
  rate,
  selected,
  onSelect,
}: {
  node: MapNode;
  name: string;
  rate: string | undefined;
  selected: string | undefined;
  onSelect(key: string): void;
}) {
  return (
    <li className="border-b border-border">
      <button
        type="button"
        data-opens={node.key}
        className="grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 gap-y-0.5 px-4 py-2 text-left text-[12.5px]"
        aria-pressed={selected === node.key}
        onClick={() => onSelect(node.key)}
      >
        {node.trigger ? (
          <TriggerIcon trigger={node.trigger} />
        ) : (
          <SourceIcon arn={node.destinationArn} />
        )}
        <b className="truncate">{name}</b>
        <span className="flex items-center justify-end gap-2 text-text-2">
          {rate ?? node.label}
          <StateDot dot={node.dot} />
          <span className="sr-only">{node.state}</span>
        </span>
        <span className="col-start-2 truncate text-11 text-text-3">{node.detail}</span>
        {node.backlog && <span className="text-right text-11 text-warn">{node.backlog}</span>}
      </button>
    </li>
  );
}
