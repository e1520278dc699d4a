"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { Switch } from "@/components/ui/checkbox";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatFullCount } from "@/lib/model/format";
import { isMappingSettling, type Mapping, type Trigger } from "@/lib/model/trigger";
import { switchWords } from "@/lib/model/trigger-switch";
import { triggerKindName, triggerName } from "@/lib/model/trigger-words";
import { TriggerState } from "./trigger-state";
import { useTriggers } from "./use-triggers";

/** Whether a trigger is on, what AWS is still at, and the switch where its service has one. */
export function StateLine({
  trigger,
  warnings,
  locked,
  onSwitch,
}: {
  trigger: Trigger;
  warnings: number;
  locked: string | undefined;
  onSwitch(enabled: boolean): void;
}) {
  const { isOn, cannot } = switchWords(trigger);
  useKeys({ e: () => onSwitch(!isOn) }, cannot === undefined && locked === undefined);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-3 text-12">
        <span className="flex items-center gap-2 font-medium">
          {trigger.kind === "mapping" ? (
            <>
              {isMappingSettling(trigger) && (
                <RotateCw size={13} aria-hidden className="spin text-pend" />
              )}
              <span aria-live="polite">{trigger.state}</span>
            </>
          ) : (
            <>
              <TriggerState trigger={trigger} warnings={warnings} />
              <span className="font-normal text-text-3">{triggerKindName(trigger)}</span>
            </>
          )}
        </span>
        {cannot === undefined && (
          <Switch
            aria-label={`Trigger ${triggerName(trigger)} enabled`}
            checked={isOn}
            locked={locked}
            onChange={onSwitch}
          />
        )}
      </div>
      {trigger.kind === "mapping" && <Settling mapping={trigger} />}
      {cannot && <p className="text-11 text-text-3">{cannot}</p>}
    </div>
  );
}

/** How far AWS is with switching a mapping off, until nothing of it runs any more. */
function Settling({ mapping }: { mapping: Mapping }) {
  const { zone } = useSession();
  const inFlight = mapping.queue?.inFlight ?? 0;
  const isOff = mapping.state === "Disabled" && inFlight === 0;
  const { dataUpdatedAt } = useTriggers();
  const [wasOff, setWasOff] = useState(isOff);
  const [offAtMs, setOffAtMs] = useState<number>();
  if (isOff !== wasOff) {
    setWasOff(isOff);
    setOffAtMs(isOff ? dataUpdatedAt : undefined);
  }
  const waiting =
    inFlight === 0
      ? ""
      : inFlight === 1
        ? "1 message is still being worked on"
        : `${formatFullCount(inFlight)} messages are still being worked on`;
  const text =
    mapping.state === "Disabling"
      ? `Disabling… ${waiting || "its last batches end"}`
      : mapping.state === "Disabled" && waiting
        ? `It takes nothing new; ${waiting}`
        : isOff && offAtMs !== undefined
          ? `Really off since ${formatClock(offAtMs, zone)}`
          : isOff && mapping.lastModified
            ? `Off; last changed ${formatClock(Date.parse(mapping.lastModified), zone)}`
            : "";
  return (
    <p className="text-11 text-text-3" aria-live="polite">
      {text}
    </p>
  );
}
