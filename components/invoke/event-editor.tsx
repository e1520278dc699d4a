"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useStored } from "@/components/shell/use-stored";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { JsonEditor } from "@/components/ui/json-editor";
import { Popover } from "@/components/ui/menu";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import { eventProblem } from "@/lib/model/event-problem";
import type { ShapeProblem } from "@/lib/model/event-shapes";
import { formatBytes, plain } from "@/lib/model/format";
import { type InvocationType, payloadLimits } from "@/lib/model/invoke";
import { formatJson, jsonProblem } from "@/lib/model/json-text";
import { ProblemError } from "@/lib/model/problem";
import { placeholdersIn } from "@/lib/model/placeholders";
import { sampleOf } from "@/lib/model/sample-events";
import { EventForm } from "./event-form";
import type { Draft } from "./use-draft";
import { useEventLook } from "./use-event-look";

export interface EventEditorProps {
  draft: Draft;
  onChange(text: string): void;
  /** A file that was dropped or chosen, in place of the event. */
  onFile(event: { text: string; name: string }): void;
  type: InvocationType;
  /** The most records that the function's own trigger sends at once. */
  batchSize?: number;
  onSubmit(): void;
  onSave(): void;
}

/** The event: its usual fields above, all of it as JSON below, in step with one another. */
export function EventEditor(props: EventEditorProps) {
  const { draft, onChange, onFile, type, batchSize, onSubmit, onSave } = props;
  const { text, name, edited, origin } = draft;
  const [showsForm, setShowsForm] = useStored("event-form", true);
  const fileInput = useRef<HTMLInputElement>(null);
  const [isDragOver, setDragOver] = useState(false);
  const { likeId, problems } = useEventLook(text, origin && sampleOf(origin) && origin);
  const sample = likeId === undefined ? undefined : sampleOf(likeId);
  const isJson = useMemo(() => jsonProblem(text) === undefined, [text]);
  const format = () => {
    const formatted = formatJson(text);
    if (formatted !== undefined) onChange(formatted);
  };
  const open = (file: File | undefined) => {
    if (file)
      void readEventFile(file).then(onFile, (error: unknown) => toast.problem(problemOf(error)));
  };
  return (
    <section
      aria-label="Event"
      className={`relative flex min-h-0 min-w-0 flex-col border-r border-border max-md:min-h-90 ${isDragOver ? "outline-2 -outline-offset-2 outline-accent" : ""}`}
      // Before the editor, which would put the file's text where the pointer is.
      onDragOverCapture={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        event.stopPropagation();
        setDragOver(true);
      }}
      onDragLeaveCapture={() => setDragOver(false)}
      onDropCapture={(event) => {
        setDragOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        open(event.dataTransfer.files[0]);
      }}
    >
      <div className="flex h-9.5 flex-none items-center gap-1.5 border-b border-border px-2.5 text-12 font-semibold">
        <h2 className="truncate" title={name}>
          {name}
        </h2>
        {edited && <Badge>edited</Badge>}
        <span className="flex-1" />
        {sample && (
          <Button
            kind="ghost"
            size="small"
            pressed={showsForm}
            onClick={() => setShowsForm(!showsForm)}
          >
            Fields
          </Button>
        )}
        <input
          ref={fileInput}
          type="file"
          hidden
          accept=".json,application/json,text/plain"
          onChange={({ target }) => {
            open(target.files?.[0]);
            target.value = "";
          }}
        />
        <Button kind="ghost" size="small" onClick={() => fileInput.current?.click()}>
          Open file
        </Button>
        <Button kind="ghost" size="small" shortcut="Alt F" onClick={format} disabled={!isJson}>
          Format
        </Button>
      </div>
      {sample && showsForm && (
        <EventForm sample={sample} text={text} onChange={onChange} batchSize={batchSize} />
      )}
      <div
        role="presentation"
        className="flex min-h-40 flex-1 flex-col"
        onKeyDown={(event) => {
          if (!event.altKey || event.code !== "KeyF") return;
          event.preventDefault();
          format();
        }}
      >
        <JsonEditor
          className="flex-1"
          label="Event JSON"
          value={text}
          onChange={onChange}
          onSubmit={onSubmit}
          onSave={onSave}
        />
      </div>
      <Foot text={text} type={type} problems={problems} source={sample?.label} />
    </section>
  );
}

const largestFile = payloadLimits.RequestResponse;

async function readEventFile(file: File): Promise<{ text: string; name: string }> {
  if (file.size > largestFile)
    throw new ProblemError({
      kind: "invalid",
      title: "The file is too large",
      detail: `${file.name} has ${plain(formatBytes(file.size))}: an event has at most ${plain(formatBytes(largestFile))}.`,
    });
  return { text: await file.text(), name: file.name.slice(0, 64) };
}

function Foot({
  text,
  type,
  problems,
  source,
}: {
  text: string;
  type: InvocationType;
  problems: readonly ShapeProblem[];
  source: string | undefined;
}) {
  const problem = useMemo(() => eventProblem(text, type), [text, type]);
  const bytes = useMemo(() => new TextEncoder().encode(text).length, [text]);
  const filled = useMemo(() => placeholdersIn(text), [text]);
  return (
    <div className="flex min-h-7 flex-none flex-wrap items-center gap-x-3 border-t border-border px-2.5 py-1 text-11 text-text-3">
      {problem ? (
        <span role="status" className="flex min-w-0 items-center gap-1 text-danger">
          <TriangleAlert size={12} aria-hidden />
          {problem}
        </span>
      ) : (
        <>
          <span role="status" className="flex items-center gap-1 text-ok">
            <Check size={12} aria-hidden />
            Valid event
          </span>
          {problems.length > 0 && <Differences problems={problems} source={source ?? ""} />}
          <span>
            {plain(formatBytes(bytes))} of {plain(formatBytes(payloadLimits[type]))}
          </span>
        </>
      )}
      {filled.length > 0 && (
        <span className="ml-auto">
          {filled.map((name) => `\${${name}}`).join(", ")} filled at send
        </span>
      )}
    </div>
  );
}

/** Where the event is otherwise than its source writes it: it can be sent all the same. */
function Differences({ problems, source }: { problems: readonly ShapeProblem[]; source: string }) {
  return (
    <Popover
      label={`Differences from ${source}`}
      trigger={
        <Button size="small" kind="ghost" icon={TriangleAlert} className="text-warn">
          {problems.length === 1 ? "1 difference" : `${problems.length} differences`} from {source}
        </Button>
      }
    >
      {() => (
        <div className="flex max-h-72 w-88 max-w-[90vw] flex-col gap-2 overflow-y-auto p-2 text-12">
          <p className="text-text-2">
            {source} does not write events like this one. It can be sent all the same.
          </p>
          <ul className="flex flex-col gap-1.5">
            {problems.slice(0, 50).map(({ where, message }, index) => (
              <li key={index}>
                <code className="code-text block break-all">{where || "the event"}</code>
                {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Popover>
  );
}
