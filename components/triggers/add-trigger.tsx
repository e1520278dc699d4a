"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { Field, Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { Change } from "@/lib/model/change";
import {
  type Mapping,
  mappingProblems,
  type MappingSettings,
  sourceName,
} from "@/lib/model/trigger";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import { triggerChecks } from "@/lib/model/trigger-checks";
import { CheckList } from "./check-list";
import { MappingFields } from "./mapping-fields";
import { NewQueue } from "./new-queue";

const defaults: MappingSettings = {
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  maximumConcurrency: null,
  reportsBatchItemFailures: true,
  filters: [],
  enabled: true,
};

type Way = "list" | "arn" | "new";

/** Lets a queue call the function. */
export function AddTrigger({
  checked,
  onClose,
  onAdded,
}: {
  checked: CheckedFunction | undefined;
  onClose(): void;
  onAdded(uuid: string): void;
}) {
  const { name, qualifier } = useFunctionAddress();
  const { connection } = useSession();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const [way, setWay] = useState<Way>("list");
  const [queueArn, setQueueArn] = useState("");
  const [target, setTarget] = useState(qualifier ?? "$LATEST");
  const [settings, setSettings] = useState(defaults);
  const { data: versions } = useVersions(name);
  const isFifo = queueArn.endsWith(".fifo");
  const problems = mappingProblems(settings, queueArn);
  const isReady = Object.keys(problems).length === 0;
  const targets = [
    { value: "$LATEST", label: "$LATEST" },
    ...(versions?.aliases ?? []).map((alias) => ({ value: alias.name, label: alias.name })),
    ...(versions?.versions ?? [])
      .filter(({ version }) => version !== "$LATEST")
      .map(({ version }) => ({ value: version, label: `v${version}` })),
  ];
  const add = () => {
    let uuid = "";
    ask({
      title: `Let ${sourceName(queueArn)} trigger ${name}?`,
      values: [
        { label: "Trigger", after: queueArn },
        { label: "Calls", after: `${name}:${target}` },
        {
          label: "Batch",
          after: `${settings.batchSize} messages, window ${settings.maximumBatchingWindowSeconds} s`,
        },
        { label: "Maximum concurrency", after: settings.maximumConcurrency ?? "no limit" },
        {
          label: "Partial batch response",
          after: settings.reportsBatchItemFailures ? "on" : "off",
        },
        ...(settings.filters.length > 0
          ? [{ label: "Filters", after: settings.filters.join(" or ") }]
          : []),
      ],
      action: "Add trigger",
      note: connection?.kind !== "local" && (
        <Note>
          The function&apos;s role needs sqs:ReceiveMessage, sqs:DeleteMessage and
          sqs:GetQueueAttributes on the queue.
        </Note>
      ),
      act: async () => {
        const done = await sendJson<{ change: Change; mapping: Mapping }>(
          "POST",
          functionPath(name, "/triggers"),
          { ...settings, queueArn, qualifier: target === "$LATEST" ? undefined : target },
        );
        uuid = done.mapping.uuid;
        return done;
      },
      onDone: () => onAdded(uuid),
    });
  };
  return (
    <Drawer
      title="Add trigger"
      label="Add trigger"
      onClose={onClose}
      footer={
        <>
          <Button kind="primary" locked={locked} disabled={!isReady} onClick={add}>
            Add trigger…
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-2">
          <span className="flex">
            <Segmented
              aria-label="Queue"
              size="small"
              value={way}
              onChange={(next) => {
                setWay(next);
                setQueueArn("");
              }}
              options={[
                { value: "list", label: "Choose a queue" },
                { value: "arn", label: "By ARN" },
                { value: "new", label: "New queue" },
              ]}
            />
          </span>
          {way === "list" && <QueuePicker queueArn={queueArn} onQueue={setQueueArn} />}
          {way === "arn" && (
            <Field
              label="ARN of the queue"
              problem={queueArn === "" ? undefined : problems.queueArn}
              hint={`In ${connection?.region ?? "the function's region"}, like arn:aws:sqs:${connection?.region ?? "us-east-1"}:123456789012:orders`}
            >
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  value={queueArn}
                  onChange={(value) => setQueueArn(value.trim())}
                />
              )}
            </Field>
          )}
          {way === "new" && (
            <NewQueue
              timeoutSeconds={checked?.timeoutSeconds}
              onCreated={(arn) => {
                setQueueArn(arn);
                setWay("list");
              }}
            />
          )}
        </div>
        <Field
          label="Calls"
          hint="An alias follows its version; $LATEST is what was deployed last."
        >
          {(ids) => <Select {...ids} value={target} onChange={setTarget} options={targets} />}
        </Field>
        <MappingFields
          settings={settings}
          onChange={setSettings}
          problems={problems}
          isFifo={isFifo}
          locked={locked}
        />
        {checked && isReady && (
          <CheckList
            checks={triggerChecks(
              {
                ...settings,
                kind: "mapping",
                functionArn: "",
                functionName: name,
                uuid: "",
                state: "",
                eventSourceArn: queueArn,
                qualifier: target === "$LATEST" ? undefined : target,
                maximumConcurrency: settings.maximumConcurrency ?? undefined,
              },
              checked,
            )}
          />
        )}
      </div>
      {dialog}
    </Drawer>
  );
}

function QueuePicker({ queueArn, onQueue }: { queueArn: string; onQueue(queueArn: string): void }) {
  const { connectionId } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ["queues", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ queues: { name: string; arn: string }[] }>("/api/queues", {}, signal),
    enabled: connectionId !== undefined,
  });
  if (error && !data)
    return <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />;
  const queues = data?.queues ?? [];
  if (data && queues.length === 0)
    return <Note>There is no queue in this region. Make one with New queue.</Note>;
  const isListed = queueArn === "" || queues.some(({ arn }) => arn === queueArn);
  return (
    <Field label="Queue">
      {(ids) => (
        <Select
          {...ids}
          value={queueArn}
          onChange={onQueue}
          options={[
            { value: "", label: data ? "Choose…" : "Reading the queues…" },
            ...queues.map(({ name, arn }) => ({ value: arn, label: name })),
            ...(isListed ? [] : [{ value: queueArn, label: sourceName(queueArn) }]),
          ]}
        />
      )}
    </Field>
  );
}
