"use client";

import { RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { Badge } from "@/components/ui/badge";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import type { ChangedValue } from "@/components/ui/confirm-change";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import { formatFullCount } from "@/lib/model/format";
import {
  isMappingSettling,
  type Mapping,
  mappingProblems,
  type MappingSettings,
  settingsOf,
  sourceKind,
  sourceName,
} from "@/lib/model/trigger";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import type { Traffic } from "@/lib/model/trigger-traffic";
import { triggerChecks } from "@/lib/model/trigger-checks";
import { CheckList } from "./check-list";
import { DrainEstimate } from "./drain-estimate";
import { MappingFields } from "./mapping-fields";
import { TriggerFacts } from "./trigger-facts";
import { useFix } from "./use-fix";

type Edit = Partial<MappingSettings>;

const labels: Record<keyof MappingSettings, string> = {
  batchSize: "Batch size",
  maximumBatchingWindowSeconds: "Batch window",
  maximumConcurrency: "Maximum concurrency",
  reportsBatchItemFailures: "Partial batch response",
  filters: "Filters",
  enabled: "Enabled",
};

/** One event source mapping: its state, its settings, its queue, and what contradicts what. */
export function MappingDrawer({
  mapping,
  traffic,
  checked,
  onClose,
}: {
  mapping: Mapping;
  traffic: Traffic | undefined;
  checked: CheckedFunction | undefined;
  onClose(): void;
}) {
  const { name } = useFunctionAddress();
  const notWritable = useLocked();
  const { dialog, ask } = useConfirm();
  const { dialog: fixDialog, fix } = useFix(name);
  const [draft, setDraft] = useState<Edit>({});
  const saved = settingsOf(mapping);
  const settings: MappingSettings = { ...saved, ...draft };
  const fields = (Object.keys(draft) as (keyof MappingSettings)[]).filter(
    (field) => JSON.stringify(settings[field]) !== JSON.stringify(saved[field]),
  );
  const isQueue = mapping.eventSourceArn.split(":")[2] === "sqs";
  const problems = isQueue ? mappingProblems(settings, mapping.eventSourceArn) : {};
  const settling = isMappingSettling(mapping);
  const locked = notWritable ?? (settling ? `AWS is at work on it: ${mapping.state}.` : undefined);
  const source = sourceName(mapping.eventSourceArn);
  const path = functionPath(name, `/triggers/${encodeURIComponent(mapping.uuid)}`);

  const send = (title: string, action: string, edit: Edit) =>
    ask({
      title,
      action,
      values: changedValues(saved, edit),
      note: edit.enabled === false && (
        <Note>
          Running batches end; then messages stay in the source until it is enabled again.
        </Note>
      ),
      act: () => sendJson<{ change: Change }>("PATCH", path, edit),
      onDone: () => setDraft({}),
    });
  const remove = () =>
    ask({
      title: `Remove the trigger ${source}?`,
      values: [{ label: "Trigger", before: mapping.eventSourceArn, after: "removed" }],
      action: "Remove trigger",
      danger: true,
      note: <Note>The source and what waits in it stay; the function just stops reading it.</Note>,
      act: () => sendJson<{ change: Change }>("DELETE", path),
      onDone: onClose,
    });

  const withDraft: Mapping = {
    ...mapping,
    batchSize: settings.batchSize,
    maximumBatchingWindowSeconds: settings.maximumBatchingWindowSeconds,
    maximumConcurrency: settings.maximumConcurrency ?? undefined,
    reportsBatchItemFailures: settings.reportsBatchItemFailures,
  };
  return (
    <Drawer
      title={
        <span className="flex items-center gap-2">
          <span className="truncate">{source}</span>
          {fields.length > 0 && (
            <Badge tone="accent">
              {fields.length === 1 ? "1 change" : `${fields.length} changes`}
            </Badge>
          )}
        </span>
      }
      label={`Trigger ${source}`}
      onClose={onClose}
      footer={
        fields.length > 0 ? (
          <>
            <Button
              kind="primary"
              locked={locked}
              disabled={Object.keys(problems).length > 0}
              onClick={() =>
                send(
                  `Change the trigger ${source}?`,
                  "Save",
                  Object.fromEntries(fields.map((field) => [field, settings[field]])),
                )
              }
            >
              Save…
            </Button>
            <Button onClick={() => setDraft({})}>Reset</Button>
          </>
        ) : (
          <Button icon={Trash2} kind="danger" locked={locked} onClick={remove}>
            Remove…
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center justify-between">
          <span className="flex items-center gap-2 text-12 font-medium">
            {settling && <RotateCw size={13} aria-hidden className="spin text-pend" />}
            <span aria-live="polite">{mapping.state}</span>
          </span>
          <Switch
            aria-label={`Trigger ${source} enabled`}
            checked={saved.enabled}
            locked={locked}
            onChange={(enabled) =>
              send(
                `${enabled ? "Enable" : "Disable"} the trigger ${source}?`,
                enabled ? "Enable" : "Disable",
                { enabled },
              )
            }
          />
        </div>
        <TriggerFacts trigger={mapping} />
        {isQueue ? (
          <>
            <MappingFields
              settings={settings}
              saved={saved}
              onChange={(next) => setDraft(next)}
              problems={problems}
              isFifo={mapping.eventSourceArn.endsWith(".fifo")}
              locked={locked}
            />
            <DrainEstimate
              mapping={mapping}
              traffic={traffic}
              checked={checked}
              maximum={settings.maximumConcurrency}
              locked={locked}
              onMaximum={(maximumConcurrency) => setDraft({ ...draft, maximumConcurrency })}
            />
            {checked && (
              <CheckList checks={triggerChecks(withDraft, checked)} locked={locked} onFix={fix} />
            )}
          </>
        ) : (
          <Note>
            A mapping for {sourceKind(mapping.eventSourceArn)} can be switched on and off and
            removed here; its other settings are set where it was made.
          </Note>
        )}
      </div>
      {dialog}
      {fixDialog}
    </Drawer>
  );
}

function changedValues(saved: MappingSettings, edit: Edit): ChangedValue[] {
  return (Object.keys(edit) as (keyof MappingSettings)[]).map((field) => ({
    label: labels[field],
    before: inWords(field, saved[field]),
    after: inWords(field, edit[field] === undefined ? saved[field] : edit[field]),
  }));
}

function inWords(
  field: keyof MappingSettings,
  value: MappingSettings[keyof MappingSettings],
): string {
  if (value === null) return "no limit";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number")
    return field === "maximumBatchingWindowSeconds" ? `${value} s` : formatFullCount(value);
  return value.length === 0 ? "none" : value.join(" or ");
}
