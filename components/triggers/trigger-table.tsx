"use client";

import { Sparkline } from "@/components/functions/sparkline";
import { ColumnHead, Table } from "@/components/ui/table";
import { formatAge, formatFullCount } from "@/lib/model/format";
import type { Trigger } from "@/lib/model/trigger";
import { triggerKey, triggerState } from "@/lib/model/trigger-identity";
import { rateInWords, trafficPlan, trafficSubject } from "@/lib/model/trigger-traffic";
import { triggerKindName, triggerName, triggerSettings } from "@/lib/model/trigger-words";
import type { SeenTrigger } from "./map/map-node";
import { TriggerIcon } from "./source-icon";
import { TriggerState } from "./trigger-state";

export interface TriggerTableProps {
  seen: readonly SeenTrigger[];
  /** The time range's name and length. */
  rangeLabel: string;
  spanSeconds: number;
  /** Highest concurrency of the function over the range. */
  concurrency: number | undefined;
  /** Of the page. */
  width: number;
  selected: string | undefined;
  onSelect(key: string): void;
}

/** All sources with their state, rate, backlog and what needs attention. */
export function TriggerTable(props: TriggerTableProps) {
  const { seen, rangeLabel, width, selected, onSelect } = props;
  // What the function did at a time belongs to a source only where it is the only one.
  const isOnly = seen.filter(({ trigger }) => triggerState(trigger) === "on").length === 1;
  const fitting = columnsThatFit(width);
  const { showsSettings, showsOldest, showsKind } = fitting;
  return (
    <div className="overflow-x-auto">
      <div className="min-w-155">
        <h2 className="flex items-baseline gap-2 px-4 pt-3 pb-2 text-12 font-semibold">
          Triggers
          <span className="text-11 font-normal text-text-3">
            {seen.length}, {rangeLabel}
          </span>
        </h2>
        <Table label="Triggers">
          <thead>
            <tr>
              <ColumnHead width={showsSettings ? "22%" : undefined}>Source</ColumnHead>
              {showsKind && <ColumnHead width={134}>Kind</ColumnHead>}
              <ColumnHead width={150}>State</ColumnHead>
              {showsSettings && <ColumnHead>Settings</ColumnHead>}
              <ColumnHead number width={148}>
                Rate
              </ColumnHead>
              <ColumnHead number width={66}>
                Waiting
              </ColumnHead>
              {showsOldest && (
                <ColumnHead number width={84} title="The highest age of the range">
                  Oldest, max
                </ColumnHead>
              )}
              <ColumnHead number width={88} title="Highest at a time; the mapping's maximum">
                Concurrency
              </ColumnHead>
              <ColumnHead number width={60}>
                Failed
              </ColumnHead>
            </tr>
          </thead>
          <tbody>
            {seen.map((one) => {
              const key = triggerKey(one.trigger);
              return (
                <tr
                  key={key}
                  aria-selected={selected === key}
                  data-dim={triggerState(one.trigger) === "off" || undefined}
                >
                  <Cells
                    {...props}
                    one={one}
                    {...fitting}
                    isOnly={isOnly}
                    onClick={() => onSelect(key)}
                  />
                </tr>
              );
            })}
          </tbody>
        </Table>
      </div>
    </div>
  );
}

function Cells({
  one: { trigger, traffic, warnings },
  spanSeconds,
  concurrency,
  showsSettings,
  showsOldest,
  showsKind,
  isOnly,
  onClick,
}: Pick<TriggerTableProps, "spanSeconds" | "concurrency"> &
  FittingColumns & {
    one: SeenTrigger;
    isOnly: boolean;
    onClick(): void;
  }) {
  const mapping = trigger.kind === "mapping" ? trigger : undefined;
  const maximum = mapping?.maximumConcurrency;
  const atATime = isOnly && triggerState(trigger) === "on" ? concurrency : undefined;
  return (
    <>
      <td>
        <SourceButton trigger={trigger} onClick={onClick} />
      </td>
      {showsKind && <td>{triggerKindName(trigger)}</td>}
      <td>
        <TriggerState trigger={trigger} warnings={warnings ?? 0} />
      </td>
      {showsSettings && (
        <td className="truncate text-text-2" title={triggerSettings(trigger)}>
          {triggerSettings(trigger)}
        </td>
      )}
      <td className="num">
        <Rate trigger={trigger} traffic={traffic} spanSeconds={spanSeconds} />
      </td>
      <td className="num">{formatFullCount(mapping?.queue?.visible ?? traffic?.waiting)}</td>
      {showsOldest && (
        <td className="num">
          {traffic?.oldestMaximumMs === undefined ? dash : formatAge(traffic.oldestMaximumMs)}
        </td>
      )}
      <td className="num">
        {atATime === undefined && maximum === undefined ? dash : formatFullCount(atATime)}
        {maximum !== undefined && (
          <span className="text-text-2">{` / \u25c7 ${formatFullCount(maximum)}`}</span>
        )}
      </td>
      <td className={`num ${traffic?.failed ? "font-medium text-danger" : ""}`}>
        {formatFullCount(traffic?.failed)}
      </td>
    </>
  );
}

export interface FittingColumns {
  showsSettings: boolean;
  showsOldest: boolean;
  showsKind: boolean;
}

/** What a narrow table leaves out, so that nothing of it is cut off: the drawer and the icon tell the same. */
export function columnsThatFit(width: number): FittingColumns {
  return { showsSettings: width >= 1_060, showsOldest: width >= 880, showsKind: width >= 960 };
}

const dash = "\u2013";

/** The rate with its course; what it counts beside this trigger is said where one points at it. */
export function Rate({
  trigger,
  traffic,
  spanSeconds,
}: {
  trigger: Trigger;
  traffic: SeenTrigger["traffic"];
  spanSeconds: number;
}) {
  const subject = trafficSubject(trigger);
  const plan = subject === undefined ? undefined : trafficPlan(subject);
  const rate = rateInWords(traffic?.total, spanSeconds);
  if (rate === undefined)
    return (
      <span
        className="text-text-3"
        title={plan ? undefined : "CloudWatch counts nothing for this kind of trigger."}
      >
        {dash}
      </span>
    );
  const counted = [
    formatFullCount(traffic?.total),
    plan?.unit,
    plan?.shared && `of ${plan.shared}`,
  ];
  return (
    <span className="flex items-center justify-end gap-2" title={counted.filter(Boolean).join(" ")}>
      {traffic?.sparkline && <Sparkline values={traffic.sparkline} />}
      <span className={rate === "0" ? "text-text-3" : undefined}>{rate}</span>
    </span>
  );
}

function SourceButton({ trigger, onClick }: { trigger: Trigger; onClick(): void }) {
  return (
    <button
      type="button"
      data-opens={triggerKey(trigger)}
      className="flex max-w-full items-center gap-2 font-medium"
      onClick={onClick}
    >
      <TriggerIcon trigger={trigger} />
      <span className="truncate">{triggerName(trigger)}</span>
      {trigger.qualifier && (
        <span className="flex-none text-11 font-normal text-text-3">
          {"\u2192"} {trigger.qualifier}
        </span>
      )}
    </button>
  );
}
