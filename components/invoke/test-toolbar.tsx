"use client";

import { Play, Save } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Textarea } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { Segmented } from "@/components/ui/segmented";
import type { InvocationType } from "@/lib/model/invoke";
import { jsonProblem } from "@/lib/model/json-text";

/** How the event is sent. */
export interface InvokeOptions {
  type: InvocationType;
  streaming: boolean;
  logTail: boolean;
  /** JSON text, empty for none. */
  clientContext: string;
}

export const firstOptions: InvokeOptions = {
  type: "RequestResponse",
  streaming: false,
  logTail: true,
  clientContext: "",
};

/** Why a client context cannot be sent; undefined when it can, or when there is none. */
export function contextProblem(clientContext: string): string | undefined {
  if (clientContext.trim() === "") return undefined;
  const problem = jsonProblem(clientContext);
  return problem && `Client context: ${problem.message}`;
}

const types: { value: InvocationType; label: string }[] = [
  { value: "RequestResponse", label: "Request and response" },
  { value: "Event", label: "Asynchronous" },
  { value: "DryRun", label: "Dry run" },
];

export interface TestToolbarProps {
  /** One call or many. */
  modeSwitch: ReactNode;
  options: InvokeOptions;
  onChange(options: InvokeOptions): void;
  /** Columns that become popovers on narrow screens. */
  templates: ReactNode;
  history: ReactNode;
  historyCount: number;
  invoke: { problem?: string; locked?: string; isRunning: boolean; submit(): void };
  onSave(): void;
}

/** How to call, what to read along, save and invoke. */
export function TestToolbar(props: TestToolbarProps) {
  const { modeSwitch, options, onChange, templates, history, historyCount, invoke, onSave } = props;
  const waits = options.type === "RequestResponse";
  const check = (label: string, key: "streaming" | "logTail") => (
    <Checkbox
      checked={options[key] && waits}
      disabled={!waits}
      onChange={(checked) => onChange({ ...options, [key]: checked })}
      label={<span className="text-12 text-text-2">{label}</span>}
    />
  );
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-border px-4 py-1.5">
      {modeSwitch}
      <span className="text-11 font-medium text-text-3 max-md:hidden">Call</span>
      <Segmented<InvocationType>
        size="small"
        aria-label="How to call"
        value={options.type}
        onChange={(type) => onChange({ ...options, type })}
        options={types}
      />
      {check("Stream", "streaming")}
      {check("Log tail", "logTail")}
      <ClientContext
        text={options.clientContext}
        onChange={(clientContext) => onChange({ ...options, clientContext })}
      />
      <span className="flex-1" />
      <span className="flex gap-2 lg:hidden">
        <Popover label="Templates" align="end" trigger={<Button size="small">Templates</Button>}>
          {() => <div className="flex h-96 w-60 flex-col">{templates}</div>}
        </Popover>
        <Popover
          label="History"
          align="end"
          trigger={<Button size="small">History {historyCount}</Button>}
        >
          {() => <div className="flex h-96 w-64 flex-col">{history}</div>}
        </Popover>
      </span>
      <Button icon={Save} shortcut="Ctrl S" onClick={onSave}>
        Save event
      </Button>
      <Button
        kind="primary"
        icon={Play}
        shortcut={"Ctrl \u21b5"}
        busy={invoke.isRunning}
        locked={invoke.locked}
        disabled={invoke.problem !== undefined}
        title={invoke.problem}
        onClick={invoke.submit}
      >
        {invoke.isRunning ? "Running" : "Invoke"}
      </Button>
    </div>
  );
}

function ClientContext({ text, onChange }: { text: string; onChange(text: string): void }) {
  const problem = contextProblem(text);
  return (
    <Popover
      label="Client context"
      trigger={
        <Button size="small" kind="ghost" pressed={text.trim() !== ""}>
          Client context
        </Button>
      }
    >
      {() => (
        <div className="flex w-80 flex-col gap-1.5 p-2 text-12">
          <p className="text-text-2">JSON that the function gets as context.clientContext.</p>
          <Textarea
            mono
            rows={6}
            aria-label="Client context JSON"
            value={text}
            onChange={onChange}
            aria-invalid={problem !== undefined}
          />
          {problem && <p className="text-11 text-danger">{problem}</p>}
        </div>
      )}
    </Popover>
  );
}
