import { StateDot } from "@/components/ui/badge";
import type { Trigger } from "@/lib/model/trigger";
import { triggerStateWord } from "@/lib/model/trigger-words";
import { dotOf } from "./map/map-node";

/** A trigger's state in a word; a diamond when something needs attention. */
export function TriggerState({ trigger, warnings }: { trigger: Trigger; warnings: number }) {
  const reason = trigger.kind === "mapping" ? trigger.stateReason : undefined;
  return (
    <span title={reason}>
      <StateDot dot={dotOf(trigger, warnings)}>{triggerStateWord(trigger)}</StateDot>
    </span>
  );
}
