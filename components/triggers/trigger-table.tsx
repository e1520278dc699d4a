"use client";

import { useNow } from "@/components/shell/use-now";
import { ColumnHead, Table } from "@/components/ui/table";
import { formatAge, formatFullCount } from "@/lib/model/format";
import type { Trigger, Triggers } from "@/lib/model/trigger";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import { triggerWarnings } from "@/lib/model/trigger-checks";
import { triggerKey } from "@/lib/model/trigger-identity";
import { triggerKindName, triggerName, triggerSettings } from "@/lib/model/trigger-words";
import { TriggerState } from "./trigger-state";
import { TriggerIcon } from "./source-icon";

export interface TriggerViewProps {
  triggers: Triggers;
  selected: string | undefined;
  onSelect(key: string): void;
  checked(trigger: Trigger): CheckedFunction | undefined;
}

/** All sources with their state, settings and backlog. */
export function TriggerTable({
  triggers: { triggers },
  selected,
  onSelect,
  checked,
}: TriggerViewProps) {
  const nowMs = useNow();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-230">
        <Table label="Triggers">
          <thead>
            <tr>
              <ColumnHead width="22%">Source</ColumnHead>
              <ColumnHead width={120}>Kind</ColumnHead>
              <ColumnHead width={150}>State</ColumnHead>
              <ColumnHead>Settings</ColumnHead>
              <ColumnHead number width={80}>
                Waiting
              </ColumnHead>
              <ColumnHead number width={80}>
                In flight
              </ColumnHead>
              <ColumnHead width="20%">Last result</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {triggers.map((trigger) => {
              const key = triggerKey(trigger);
              const func = checked(trigger);
              const mapping = trigger.kind === "mapping" ? trigger : undefined;
              const warnings = func && mapping ? triggerWarnings(mapping, func).length : 0;
              return (
                <tr key={key} aria-selected={selected === key}>
                  <td>
                    <SourceButton trigger={trigger} onClick={() => onSelect(key)} />
                  </td>
                  <td>{triggerKindName(trigger)}</td>
                  <td>
                    <TriggerState trigger={trigger} warnings={warnings} />
                  </td>
                  <td className="text-text-2">{triggerSettings(trigger)}</td>
                  <td className="num">{formatFullCount(mapping?.queue?.visible)}</td>
                  <td className="num">{formatFullCount(mapping?.queue?.inFlight)}</td>
                  <td title={mapping?.lastResult}>
                    <span
                      className={/PROBLEM/.test(mapping?.lastResult ?? "") ? "text-danger" : ""}
                    >
                      {mapping?.lastResult ?? "\u2013"}
                    </span>
                    {mapping?.lastModified && (
                      <span className="ml-1.5 text-text-3">
                        changed {formatAge(nowMs - Date.parse(mapping.lastModified))} ago
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </div>
    </div>
  );
}

function SourceButton({ trigger, onClick }: { trigger: Trigger; onClick(): void }) {
  return (
    <button
      type="button"
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
