"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { JsonEditor } from "@/components/ui/json-editor";
import { formatBytes, formatFullCount, plain } from "@/lib/model/format";
import { type InvocationType, payloadLimits } from "@/lib/model/invoke";
import { formatJson, jsonProblem } from "@/lib/model/json-text";
import { placeholdersIn } from "@/lib/model/sample-events";

/** Why an event cannot be sent, in words; undefined when it can. */
export function eventProblem(text: string, type: InvocationType): string | undefined {
  const bytes = new TextEncoder().encode(text).length;
  const limit = payloadLimits[type];
  if (bytes > limit) {
    const kind = type === "Event" ? "an asynchronous event" : "an event";
    return `${plain(formatBytes(bytes))} (${formatFullCount(bytes)} bytes): ${kind} has at most ${plain(formatBytes(limit))}`;
  }
  const problem = jsonProblem(text);
  if (!problem) return undefined;
  return problem.line === undefined
    ? problem.message
    : `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
}

export interface EventEditorProps {
  text: string;
  onChange(text: string): void;
  /** What the text came from, and whether it has been changed since. */
  name: string;
  edited: boolean;
  type: InvocationType;
  onSubmit(): void;
  onSave(): void;
}

/** The event as JSON: checked while typing, with its size against the limit. */
export function EventEditor({
  text,
  onChange,
  name,
  edited,
  type,
  onSubmit,
  onSave,
}: EventEditorProps) {
  const problem = useMemo(() => eventProblem(text, type), [text, type]);
  const bytes = useMemo(() => new TextEncoder().encode(text).length, [text]);
  const filled = useMemo(() => placeholdersIn(text), [text]);
  const format = () => {
    const formatted = formatJson(text);
    if (formatted !== undefined) onChange(formatted);
  };
  return (
    <section
      aria-label="Event"
      className="flex min-h-0 min-w-0 flex-col border-r border-border max-md:min-h-90"
    >
      <div className="flex h-9.5 flex-none items-center gap-1.5 border-b border-border px-2.5 text-12 font-semibold">
        <h2 className="truncate">{name}</h2>
        {edited && <Badge>edited</Badge>}
        <span className="flex-1" />
        <Button
          kind="ghost"
          size="small"
          shortcut="Alt F"
          onClick={format}
          disabled={jsonProblem(text) !== undefined}
        >
          Format
        </Button>
      </div>
      <div
        role="presentation"
        className="flex min-h-0 flex-1 flex-col"
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
    </section>
  );
}
