"use client";

import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import { timeZoneOf } from "@/lib/model/format";
import { settingsFor } from "@/lib/model/mapping-settings";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import { triggerChecks } from "@/lib/model/trigger-checks";
import { type AddableSource, blankDraft } from "@/lib/model/trigger-drafts/blank-draft";
import { draftedMapping, type MappingDraft } from "@/lib/model/trigger-drafts/mapping-draft";
import {
  draftLines,
  draftName,
  draftProblems,
  type TriggerDraft,
} from "@/lib/model/trigger-drafts/trigger-draft";
import { CheckList } from "./check-list";
import { DraftForm } from "./forms/draft-form";
import { NewQueue } from "./forms/new-queue";
import { SourceField } from "./forms/source-field";
import { TargetField } from "./forms/target-field";
import { nameOfSource, SourceChooser } from "./source-chooser";
import { useKeptDraft } from "./use-kept-draft";

/** Lets something call the function: first what, then how. */
export function AddTrigger({
  checked,
  onClose,
  onAdded,
}: {
  checked: CheckedFunction | undefined;
  onClose(): void;
  onAdded(key: string): void;
}) {
  const [source, setSource] = useState<AddableSource>();
  if (source)
    return (
      <NewTrigger
        source={source}
        checked={checked}
        onBack={() => setSource(undefined)}
        onAdded={onAdded}
        onClose={onClose}
      />
    );
  return (
    <Drawer title="Add trigger" label="Add trigger" onClose={onClose}>
      <SourceChooser onChoose={setSource} />
    </Drawer>
  );
}

function NewTrigger({
  source,
  checked,
  onBack,
  onAdded,
  onClose,
}: {
  source: AddableSource;
  checked: CheckedFunction | undefined;
  onBack(): void;
  onAdded(key: string): void;
  onClose(): void;
}) {
  const { name, qualifier } = useFunctionAddress();
  const { connection, zone } = useSession();
  const { data: detail } = useFunction();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const blank = (): TriggerDraft => ({
    ...blankDraft(source, {
      functionName: name,
      // The local cloud asks of a role that it is there, no more.
      roleArn:
        connection?.kind === "local"
          ? `arn:aws:iam::${detail?.arn.split(":")[4] ?? "000000000000"}:role/scheduler`
          : "",
      timeZone: timeZoneOf(zone),
    }),
    ...(qualifier && { qualifier }),
  });
  const [draft, setDraft] = useKeptDraft(`new ${source} ${qualifier ?? ""}`, blank);
  const problems = draftProblems(formDraft(draft, source));
  const isReady = Object.keys(problems).length === 0;
  const add = () => {
    let key = "";
    ask({
      title: `Let ${draftName(draft)} trigger ${name}?`,
      done: `Trigger ${draftName(draft)} added`,
      values: draftLines(draft).map(({ label, value }) => ({ label, after: value })),
      action: "Add trigger",
      note: <RightsNote draft={draft} isLocal={connection?.kind === "local"} />,
      act: async () => {
        const done = await sendJson<{ steps: Change[]; key: string }>(
          "POST",
          functionPath(name, "/triggers"),
          sentDraft(draft, source),
        );
        key = done.key;
        return done;
      },
      onDone: () => {
        setDraft(blank());
        onAdded(key);
      },
    });
  };
  return (
    <Drawer
      title={
        <span className="flex items-center gap-2">
          <Button
            size="small"
            kind="ghost"
            icon={ArrowLeft}
            aria-label="Other sources"
            onClick={onBack}
          />
          Add trigger
          <span className="truncate font-normal text-text-2">{nameOfSource(source)}</span>
        </span>
      }
      label="Add trigger"
      onClose={onClose}
      footer={
        <>
          <Button kind="primary" locked={locked} disabled={!isReady} onClick={add}>
            Add trigger…
          </Button>
          <Button
            onClick={() => {
              setDraft(blank());
              onClose();
            }}
          >
            Cancel
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {draft.kind === "mapping" && (
          <MappingSourceField
            draft={draft}
            source={source}
            problem={problems.eventSourceArn}
            timeoutSeconds={checked?.timeoutSeconds}
            onChange={setDraft}
          />
        )}
        {draft.kind === "mapping" && <TargetField draft={draft} onChange={setDraft} />}
        <DraftForm
          draft={formDraft(draft, source)}
          saved={undefined}
          problems={problems}
          locked={locked}
          onChange={(next) => setDraft(backFromForm(next, draft))}
        />
        {draft.kind !== "mapping" && <TargetField draft={draft} onChange={setDraft} />}
        {checked && isReady && draft.kind === "mapping" && (
          <CheckList checks={triggerChecks(draftedMapping(draft, name), checked)} />
        )}
      </div>
      {dialog}
    </Drawer>
  );
}

/** Before a stream is chosen the form is already that of streams. */
function formDraft(draft: TriggerDraft, source: AddableSource): TriggerDraft {
  return draft.kind === "mapping" && draft.eventSourceArn === ""
    ? { ...draft, eventSourceArn: `arn:aws:${source}:` }
    : draft;
}

function backFromForm(next: TriggerDraft, draft: TriggerDraft): TriggerDraft {
  return next.kind === "mapping" && draft.kind === "mapping"
    ? { ...next, eventSourceArn: draft.eventSourceArn }
    : next;
}

/** Of a mapping only what its source takes. */
function sentDraft(draft: TriggerDraft, source: AddableSource): unknown {
  if (draft.kind !== "mapping") return draft;
  const taken = settingsFor(source as "sqs" | "kinesis" | "dynamodb");
  return {
    kind: "mapping",
    eventSourceArn: draft.eventSourceArn,
    qualifier: draft.qualifier,
    ...(source !== "sqs" && {
      startingPosition: draft.startingPosition,
      ...(draft.startingPosition === "AT_TIMESTAMP" && {
        startingPositionAt: draft.startingPositionAt,
      }),
    }),
    ...Object.fromEntries(taken.map((field) => [field, draft[field]])),
  };
}

function MappingSourceField({
  draft,
  source,
  problem,
  timeoutSeconds,
  onChange,
}: {
  draft: MappingDraft;
  source: AddableSource;
  problem: string | undefined;
  timeoutSeconds: number | undefined;
  onChange(draft: TriggerDraft): void;
}) {
  const { connection } = useSession();
  const region = connection?.region ?? "us-east-1";
  const set = (eventSourceArn: string) => onChange({ ...draft, eventSourceArn });
  if (source === "sqs")
    return (
      <SourceField
        kind="queues"
        noun="queue"
        value={draft.eventSourceArn}
        problem={problem}
        example={`arn:aws:sqs:${region}:123456789012:orders`}
        onChange={set}
      >
        {(done) => <NewQueue timeoutSeconds={timeoutSeconds} onCreated={done} />}
      </SourceField>
    );
  return source === "kinesis" ? (
    <SourceField
      kind="streams"
      noun="stream"
      value={draft.eventSourceArn}
      problem={problem}
      example={`arn:aws:kinesis:${region}:123456789012:stream/clicks`}
      onChange={set}
    >
      {false}
    </SourceField>
  ) : (
    <SourceField
      kind="tables"
      noun="table"
      value={draft.eventSourceArn}
      problem={problem}
      example={`arn:aws:dynamodb:${region}:123456789012:table/orders/stream/2027-01-31T12:00:00.000`}
      onChange={set}
    >
      {false}
    </SourceField>
  );
}

/** What else must be so on AWS, where roles are checked. */
function RightsNote({ draft, isLocal }: { draft: TriggerDraft; isLocal: boolean }) {
  if (draft.kind !== "mapping")
    return draft.kind === "schedule" ? (
      <Note>It calls by its role, so the function&apos;s policy is not changed.</Note>
    ) : (
      <Note>
        The permission goes into the function&apos;s policy first, and is taken out again if the
        source cannot be set.
      </Note>
    );
  if (isLocal) return null;
  const [, , service = ""] = draft.eventSourceArn.split(":");
  return <Note>The function&apos;s role needs {rights[service]} on the source.</Note>;
}

const rights: Record<string, string> = {
  sqs: "sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes",
  kinesis:
    "kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:GetRecords, kinesis:GetShardIterator, kinesis:ListShards and kinesis:SubscribeToShard",
  dynamodb:
    "dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator and dynamodb:ListStreams",
};
