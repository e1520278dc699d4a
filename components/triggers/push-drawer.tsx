"use client";

import { useLocked } from "@/components/connections/use-locked";
import { useFunctionAddress } from "@/components/functions/use-function";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import { callerWords } from "@/lib/model/caller-words";
import type { Trigger } from "@/lib/model/trigger";
import { type CheckedFunction } from "@/lib/model/trigger-check";
import { triggerChecks } from "@/lib/model/trigger-checks";
import { triggerKindName, triggerName } from "@/lib/model/trigger-words";
import { CheckList } from "./check-list";
import { TriggerIcon } from "./source-icon";
import { TriggerFacts } from "./trigger-facts";
import { TriggerState } from "./trigger-state";
import { useFix } from "./use-fix";

/** A source that pushes, or a statement of the policy: what it is, its settings, and what contradicts what. */
export function PushDrawer({
  trigger,
  checked,
  onClose,
}: {
  trigger: Trigger;
  checked: CheckedFunction | undefined;
  onClose(): void;
}) {
  const { name } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, fix } = useFix(name);
  const checks = checked ? triggerChecks(trigger, checked) : [];
  return (
    <Drawer
      title={
        <span className="flex items-center gap-2">
          <TriggerIcon trigger={trigger} />
          <span className="truncate">{triggerName(trigger)}</span>
        </span>
      }
      label={`Trigger ${triggerName(trigger)}`}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center justify-between text-12">
          <span className="text-text-2">{triggerKindName(trigger)}</span>
          <TriggerState
            trigger={trigger}
            warnings={checks.filter(({ verdict }) => verdict !== "passed").length}
          />
        </div>
        {trigger.kind === "caller" && <CallerNote trigger={trigger} />}
        <TriggerFacts trigger={trigger} />
        <CheckList checks={checks} locked={locked} onFix={fix} />
      </div>
      {dialog}
    </Drawer>
  );
}

function CallerNote({
  trigger: { permission, found },
}: {
  trigger: Extract<Trigger, { kind: "caller" }>;
}) {
  const { name, text } = callerWords(permission);
  return (
    <>
      <Note title={name}>{text}</Note>
      {found === "not-looked" && (
        <Note title="A permission, not a proof">
          The policy lets this caller in. Whether it calls was not looked at.
        </Note>
      )}
    </>
  );
}
