"use client";

import { useRef, useState } from "react";
import { Sparkline } from "@/components/functions/sparkline";
import { useSession } from "@/components/shell/session";
import { Badge, StateDot } from "@/components/ui/badge";
import { ColumnHead, Table } from "@/components/ui/table";
import { useKeys } from "@/components/ui/use-keys";
import { type ErrorGroup, errorTrend } from "@/lib/model/error-groups";
import {
  formatClock,
  formatCount,
  formatDateTime,
  formatDay,
  plain,
  type Zone,
} from "@/lib/model/format";
import type { TimeSpan } from "@/lib/model/time-range";
import { kindWords, placeOf, titleOf } from "./error-words";

const trendSteps = 36;

export interface ErrorTableProps {
  groups: readonly ErrorGroup[];
  span: TimeSpan;
  /** Groups that began since the function was changed last. */
  isNew(group: ErrorGroup): boolean;
  chosen: string;
  onChoose(key: string): void;
}

/** One row a kind of error. J and K move, Enter opens one. */
export function ErrorTable({ groups, span, isNew, chosen, onChoose }: ErrorTableProps) {
  const { zone } = useSession();
  const [focused, setFocused] = useState<string>();
  const momentWidth = span.endMs - span.startMs > 86_400_000 ? 132 : 92;
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (by: number) => {
    const at = groups.findIndex(({ key }) => key === (focused ?? chosen));
    const next = Math.min(groups.length - 1, Math.max(0, at + by));
    const group = groups[next];
    if (!group) return;
    setFocused(group.key);
    body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
    if (chosen !== "") onChoose(group.key);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: () => (focused === undefined ? false : onChoose(focused)),
  });
  return (
    <div className="min-h-0 flex-1 overflow-auto [&>table]:min-w-180">
      <Table label="Errors" rowCount={groups.length}>
        <thead>
          <tr>
            <ColumnHead>Error</ColumnHead>
            <ColumnHead number width={72}>
              Count
            </ColumnHead>
            <ColumnHead number width={84}>
              Requests
            </ColumnHead>
            <ColumnHead width={96}>Trend</ColumnHead>
            <ColumnHead width={96}>Version</ColumnHead>
            <ColumnHead width={momentWidth}>First</ColumnHead>
            <ColumnHead width={momentWidth}>Last</ColumnHead>
          </tr>
        </thead>
        <tbody ref={body}>
          {groups.map((group) => (
            <tr
              key={group.key}
              className="cursor-pointer"
              aria-selected={group.key === chosen}
              data-focus={group.key === (focused ?? chosen) || undefined}
              onClick={() => {
                setFocused(group.key);
                onChoose(group.key);
              }}
            >
              <td className="py-1.5!">
                <ErrorName group={group} isNew={isNew(group)} />
              </td>
              <td className="num">{plain(formatCount(group.count))}</td>
              <td className="num">
                {group.requests === 0 ? "\u2013" : plain(formatCount(group.requests))}
              </td>
              <td>
                <Sparkline values={errorTrend(group, span, trendSteps)} />
              </td>
              <td className="max-w-24 truncate" title={group.versions.join(", ")}>
                {group.versions.join(", ") || "\u2013"}
              </td>
              <Moment timeMs={group.firstMs} span={span} zone={zone} />
              <Moment timeMs={group.lastMs} span={span} zone={zone} />
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function ErrorName({ group, isNew }: { group: ErrorGroup; isNew: boolean }) {
  const title = titleOf(group);
  const place = placeOf(group);
  return (
    <>
      <div className="flex min-w-0 items-center gap-2">
        <StateDot dot={group.kind === "logged" ? "warn" : "danger"} />
        <button
          type="button"
          className={`min-w-0 truncate text-left font-medium ${group.kind === "logged" ? "" : "text-danger"}`}
          title={group.message}
        >
          {title}
          {title !== group.message && (
            <span className="font-normal text-text-2">: {group.message.slice(0, 300)}</span>
          )}
        </button>
        {isNew && <Badge tone="accent">new</Badge>}
      </div>
      <div className="truncate pl-4 text-11 text-text-3">
        {kindWords[group.kind]}
        {place && (
          <>
            {" \u00b7 "}
            <span className="code-text">{place}</span>
          </>
        )}
      </div>
    </>
  );
}

function Moment({ timeMs, span, zone }: { timeMs: number; span: TimeSpan; zone: Zone }) {
  const isLong = span.endMs - span.startMs > 86_400_000;
  return (
    <td className="whitespace-nowrap" title={formatDateTime(timeMs, zone, timeMs)}>
      {isLong && `${formatDay(timeMs, zone, timeMs)} `}
      {formatClock(timeMs, zone)}
    </td>
  );
}
