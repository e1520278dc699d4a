"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import type { SentEvents } from "@/lib/model/sent-events";
import type { Trigger } from "@/lib/model/trigger";
import { CodeRow, NumberRow, SelectRow, TextRow } from "../forms/form-rows";

const contents: Partial<Record<Trigger["kind"], string>> = {
  bucket: "Content",
  rule: "Detail",
  url: "Body",
  api: "Body",
};

/** What is sent: the fields that the source has. */
export function SendFields({
  trigger,
  noun,
  draft,
  problems,
  locked,
  onChange,
}: {
  trigger: Trigger;
  noun: string;
  draft: SentEvents;
  problems: Record<string, string>;
  locked: string | undefined;
  onChange(draft: SentEvents): void;
}) {
  const set = (edit: Partial<SentEvents>) => onChange({ ...draft, ...edit });
  const isSocket = trigger.kind === "api" && trigger.protocol === "WEBSOCKET";
  const line = (
    field:
      | "groupId"
      | "partitionKey"
      | "objectKey"
      | "subject"
      | "eventSource"
      | "detailType"
      | "path",
    label: string,
    hint?: string,
  ) =>
    draft[field] !== undefined && (
      <TextRow
        label={label}
        hint={hint}
        mono
        value={draft[field]}
        problem={problems[field]}
        locked={locked}
        onChange={(value) => set({ [field]: value })}
      />
    );
  return (
    <>
      {draft.method !== undefined && (
        <SelectRow
          label="Method"
          value={draft.method}
          locked={locked}
          onChange={(method) => set({ method })}
          options={["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map((value) => ({
            value,
            label: value,
          }))}
        />
      )}
      {isSocket
        ? line("path", "Query", "of the connection, as ?room=1; empty: none")
        : line("path", "Path and query")}
      {line("objectKey", "Key")}
      {line("eventSource", "Source of the event")}
      {line("detailType", "Detail type")}
      {line("subject", "Subject")}
      {draft.method !== "GET" && draft.method !== "HEAD" && noun !== "connection" && (
        <CodeRow
          label={isSocket ? "Message" : (contents[trigger.kind] ?? capital(noun))}
          hint="${uuid}, ${nowMs} and ${nowIso} are filled in for each"
          value={draft.text}
          problem={problems.text}
          locked={locked}
          onChange={(text) => set({ text })}
        />
      )}
      {line("groupId", "Message group")}
      {line("partitionKey", "Partition key")}
      {draft.delaySeconds !== undefined && (
        <NumberRow
          label="Delay"
          hint="0 to 900 s until it can be received"
          unit="s"
          max={900}
          value={draft.delaySeconds}
          problem={problems.delaySeconds}
          locked={locked}
          onChange={(value) => set({ delaySeconds: value ?? 0 })}
        />
      )}
      {draft.attributes && (
        <Pairs
          label="Attributes"
          noun="attribute"
          pairs={draft.attributes}
          locked={locked}
          onChange={(attributes) => set({ attributes })}
        />
      )}
      {draft.headers && (
        <Pairs
          label="Headers"
          noun="header"
          pairs={draft.headers}
          problem={problems.headers}
          locked={locked}
          onChange={(headers) => set({ headers })}
        />
      )}
      {noun !== "connection" && (
        <NumberRow
          label="How many"
          hint={draft.headers ? "1 to 100" : "1 to 1,000"}
          min={1}
          max={draft.headers ? 100 : 1_000}
          value={draft.count}
          problem={problems.count}
          locked={locked}
          onChange={(value) => set({ count: value ?? Number.NaN })}
        />
      )}
    </>
  );
}

function capital(word: string): string {
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

interface Pair {
  name: string;
  value: string;
}

function Pairs({
  label,
  noun,
  pairs,
  problem,
  locked,
  onChange,
}: {
  label: string;
  noun: string;
  pairs: readonly Pair[];
  problem?: string;
  locked: string | undefined;
  onChange(pairs: Pair[]): void;
}) {
  const setPair = (index: number, edit: Partial<Pair>) =>
    onChange(pairs.with(index, { ...pairs[index]!, ...edit }));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <span className="text-12 font-medium">{label}</span>
        <Button
          size="small"
          icon={Plus}
          locked={locked}
          onClick={() => onChange([...pairs, { name: "", value: "" }])}
        >
          Add {noun}
        </Button>
      </div>
      {pairs.map(({ name, value }, index) => (
        <div key={index} className="flex items-center gap-1.5">
          <Input
            mono
            aria-label={`Name of ${noun} ${index + 1}`}
            className="w-28 flex-none"
            value={name}
            locked={locked}
            onChange={(next) => setPair(index, { name: next.trim() })}
          />
          <Input
            mono
            aria-label={`Value of ${noun} ${index + 1}`}
            className="min-w-0 flex-1"
            value={value}
            locked={locked}
            onChange={(next) => setPair(index, { value: next })}
          />
          <IconButton
            icon={Trash2}
            label={`Remove ${noun} ${index + 1}`}
            locked={locked}
            onClick={() => onChange(pairs.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
