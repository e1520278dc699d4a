import { StateDot, type Dot } from "@/components/ui/badge";
import type { Mapping } from "@/lib/model/trigger";

/** A mapping's state in AWS's word; a diamond when it runs with settings that contradict each other. */
export function MappingState({ mapping, warnings }: { mapping: Mapping; warnings: number }) {
  const { state, stateReason } = mapping;
  return (
    <span title={stateReason}>
      <StateDot dot={dotOf(state, warnings)}>{state || "unknown"}</StateDot>
    </span>
  );
}

export function dotOf(state: string, warnings: number): Dot {
  if (state === "Disabled") return "off";
  if (state === "Enabled") return warnings > 0 ? "warn" : "ok";
  return "pend";
}
