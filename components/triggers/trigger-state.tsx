import { StateDot, type Dot } from "@/components/ui/badge";
import type { Trigger } from "@/lib/model/trigger";
import { triggerState } from "@/lib/model/trigger-identity";
import { triggerStateWord } from "@/lib/model/trigger-words";

/** A trigger's state in a word; a diamond when it runs with settings that contradict each other. */
export function TriggerState({ trigger, warnings }: { trigger: Trigger; warnings: number }) {
  const reason = trigger.kind === "mapping" ? trigger.stateReason : undefined;
  return (
    <span title={reason}>
      <StateDot dot={dotOf(trigger, warnings)}>{triggerStateWord(trigger)}</StateDot>
    </span>
  );
}

export function dotOf(trigger: Trigger, warnings: number): Dot {
  switch (triggerState(trigger)) {
    case "on":
      return warnings > 0 ? "warn" : "ok";
    case "changing":
      return "pend";
    case "off":
    case "unproven":
      return "off";
  }
}
