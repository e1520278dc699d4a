"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import { callerWords } from "@/lib/model/caller-words";
import type { Change } from "@/lib/model/change";
import { permissionToRemove } from "@/lib/model/permission-to-remove";
import { isMappingSettling, type Trigger } from "@/lib/model/trigger";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import { triggerChecks } from "@/lib/model/trigger-checks";
import { draftedMapping } from "@/lib/model/trigger-drafts/mapping-draft";
import {
  changedFields,
  draftChanges,
  draftOf,
  draftProblems,
  editOf,
  type EditableTrigger,
  isEditable,
  type TriggerDraft,
} from "@/lib/model/trigger-drafts/trigger-draft";
import { triggerKey } from "@/lib/model/trigger-identity";
import type { Traffic } from "@/lib/model/trigger-traffic";
import { triggerName } from "@/lib/model/trigger-words";
import { CheckList } from "./check-list";
import { DrainEstimate } from "./drain-estimate";
import { DraftForm } from "./forms/draft-form";
import { SendPanel } from "./send/send-panel";
import { TriggerIcon } from "./source-icon";
import { StateLine } from "./state-line";
import { TriggerAddress } from "./trigger-address";
import { TriggerFacts } from "./trigger-facts";
import { useFix } from "./use-fix";
import { useKeptDraft } from "./use-kept-draft";

export interface TriggerDrawerProps {
  trigger: Trigger;
  /** All of the function's. */
  all: readonly Trigger[];
  traffic: Traffic | undefined;
  checked: CheckedFunction | undefined;
  onClose(): void;
  /** A change gave it another key. */
  onMoved(key: string): void;
}

/** The column beside the map: what the chosen trigger is, its settings, and what can be done with it. */
export function TriggerDrawer(props: TriggerDrawerProps) {
  const { trigger } = props;
  const key = triggerKey(trigger);
  return isEditable(trigger) ? (
    <EditDrawer key={key} {...props} trigger={trigger} />
  ) : (
    <FactsDrawer key={key} {...props} />
  );
}

/** A source that is changed elsewhere, or a statement of the policy. */
function FactsDrawer({ trigger, checked, onClose }: TriggerDrawerProps) {
  const { name } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, fix } = useFix(name);
  const checks = checked ? triggerChecks(trigger, checked) : [];
  return (
    <Drawer
      title={<DrawerTitle trigger={trigger} />}
      label={`Trigger ${triggerName(trigger)}`}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <StateLine
          trigger={trigger}
          warnings={checks.filter(({ verdict }) => verdict !== "passed").length}
          locked={locked}
          onSwitch={() => undefined}
        />
        {trigger.kind === "caller" && <CallerNote trigger={trigger} />}
        <TriggerFacts trigger={trigger} />
        <CheckList checks={checks} locked={locked} onFix={fix} />
      </div>
      {dialog}
    </Drawer>
  );
}

function EditDrawer({
  trigger,
  all,
  traffic,
  checked,
  onClose,
  onMoved,
}: TriggerDrawerProps & { trigger: EditableTrigger }) {
  const { name } = useFunctionAddress();
  const notWritable = useLocked();
  const { dialog, ask } = useConfirm();
  const { dialog: fixDialog, fix } = useFix(name);
  // What was just saved counts until the trigger is read again: its old values do not come back for a moment.
  const [sent, setSent] = useState<{ draft: TriggerDraft; over: EditableTrigger }>();
  const saved = sent?.over === trigger ? sent.draft : draftOf(trigger);
  const [edit, setEdit] = useKeptDraft<Partial<TriggerDraft>>(triggerKey(trigger), () => ({}));
  const draft = { ...saved, ...edit } as TriggerDraft;
  const fields = changedFields(saved, draft);
  const problems = draftProblems(draft);
  const isSettling = trigger.kind === "mapping" && isMappingSettling(trigger);
  const locked =
    notWritable ?? (isSettling ? `AWS is at work on it: ${trigger.state}.` : undefined);
  const source = triggerName(trigger);
  const path = functionPath(name, `/triggers/${encodeURIComponent(triggerKey(trigger))}`);
  const save = (next: TriggerDraft, title: string, action: string) => {
    let savedKey: string | undefined;
    ask({
      title,
      action,
      values: draftChanges(saved, next),
      note: isSwitchedOff(saved, next) && <OffNote trigger={trigger} />,
      act: async () => {
        const done = await sendJson<{ steps: Change[]; key?: string }>(
          "PATCH",
          path,
          editOf(saved, next),
        );
        savedKey = done.key;
        return done;
      },
      onDone: () => {
        setSent({ draft: next, over: trigger });
        setEdit({});
        if (savedKey !== undefined) onMoved(savedKey);
      },
    });
  };
  const remove = () =>
    ask({
      title: `Remove the trigger ${source}?`,
      done: `Trigger ${source} removed`,
      values: removedValues(trigger, all),
      action: "Remove trigger",
      danger: true,
      note: <RemoveNote trigger={trigger} />,
      act: () => sendJson<{ steps: Change[] }>("DELETE", path),
      onDone: onClose,
    });
  const checkedTrigger =
    draft.kind === "mapping" && trigger.kind === "mapping"
      ? draftedMapping(draft, name, trigger)
      : trigger;
  const checks = checked ? triggerChecks(checkedTrigger, checked) : [];
  return (
    <Drawer
      title={<DrawerTitle trigger={trigger} changes={fields.length} />}
      label={`Trigger ${source}`}
      onClose={onClose}
      footer={
        fields.length > 0 ? (
          <>
            <Button
              kind="primary"
              locked={locked}
              disabled={Object.keys(problems).length > 0}
              onClick={() => save(draft, `Change the trigger ${source}?`, "Save")}
            >
              Save…
            </Button>
            <Button onClick={() => setEdit({})}>Reset</Button>
          </>
        ) : (
          <Button icon={Trash2} kind="danger" locked={locked} onClick={remove}>
            Remove…
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <StateLine
          trigger={trigger}
          warnings={checks.filter(({ verdict }) => verdict !== "passed").length}
          locked={locked}
          onSwitch={(enabled) =>
            save(
              { ...saved, enabled } as TriggerDraft,
              `${enabled ? "Enable" : "Disable"} the trigger ${source}?`,
              enabled ? "Enable" : "Disable",
            )
          }
        />
        {(trigger.kind === "url" || trigger.kind === "api") && <TriggerAddress trigger={trigger} />}
        <TriggerFacts trigger={trigger} />
        <DraftForm
          draft={draft}
          saved={saved}
          problems={problems}
          locked={locked}
          onChange={setEdit}
        />
        {trigger.kind === "mapping" && draft.kind === "mapping" && (
          <DrainEstimate
            mapping={trigger}
            traffic={traffic}
            checked={checked}
            maximum={draft.maximumConcurrency}
            locked={locked}
            onMaximum={(maximumConcurrency) => setEdit({ ...edit, maximumConcurrency })}
          />
        )}
        <CheckList checks={checks} locked={locked} onFix={fix} />
        <SendPanel trigger={trigger} />
      </div>
      {dialog}
      {fixDialog}
    </Drawer>
  );
}

function DrawerTitle({ trigger, changes = 0 }: { trigger: Trigger; changes?: number }) {
  return (
    <span className="flex items-center gap-2">
      <TriggerIcon trigger={trigger} />
      <span className="truncate">{triggerName(trigger)}</span>
      {changes > 0 && (
        <Badge tone="accent">{changes === 1 ? "1 change" : `${changes} changes`}</Badge>
      )}
    </span>
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

function isSwitchedOff(saved: TriggerDraft, next: TriggerDraft): boolean {
  return "enabled" in saved && "enabled" in next && saved.enabled && !next.enabled;
}

function OffNote({ trigger }: { trigger: Trigger }) {
  if (trigger.kind !== "mapping")
    return (
      <Note>It does not call again until it is enabled; what it missed is not made up for.</Note>
    );
  return (
    <Note>Running batches end; then messages stay in the source until it is enabled again.</Note>
  );
}

function removedValues(trigger: EditableTrigger, all: readonly Trigger[]) {
  const permission = permissionToRemove(trigger, all);
  const arn = trigger.kind === "mapping" ? trigger.eventSourceArn : triggerName(trigger);
  return [
    { label: "Trigger", before: arn, after: "removed" },
    ...(permission
      ? [{ label: "Permission", before: permission.statementId, after: "removed" }]
      : []),
  ];
}

function RemoveNote({ trigger }: { trigger: EditableTrigger }) {
  switch (trigger.kind) {
    case "mapping":
      return <Note>The source and what waits in it stay; the function just stops reading it.</Note>;
    case "bucket":
      return <Note>The bucket, its objects and its other notifications stay.</Note>;
    case "rule":
      return <Note>A rule that calls nothing else is deleted with it.</Note>;
    case "topic":
      return <Note>The topic and its other subscriptions stay.</Note>;
    case "url":
      return <Note tone="warn">Callers get 403 at once, and a new URL has another address.</Note>;
    case "api":
      return (
        <Note>
          The API and its other routes stay. Stages that do not deploy by themselves are deployed
          anew.
        </Note>
      );
    case "schedule":
      return <Note>The schedule is deleted.</Note>;
  }
}
