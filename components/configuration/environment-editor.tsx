"use client";

import { ClipboardPaste, Eye, EyeOff, Plus, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import {
  addedProblem,
  type EnvironmentDraft,
  environmentSize,
  withPasted,
} from "@/lib/model/environment-draft";
import { formatFullCount } from "@/lib/model/format";
import { environmentSizeLimitBytes } from "@/lib/model/function-limits";
import type { Problem } from "@/lib/model/problem";
import { PasteEnvironmentDialog } from "./paste-environment-dialog";
import { SettingGroup } from "./setting";

export interface EnvironmentEditorProps {
  /** Names of the present variables. */
  names: readonly string[];
  draft: EnvironmentDraft;
  onDraft(draft: EnvironmentDraft): void;
  /** The present values, once they were asked for. */
  values: Readonly<Record<string, string>> | undefined;
  onValues(values: Readonly<Record<string, string>> | undefined): void;
  locked: string | undefined;
}

/** Variables by name; values stay on the server until they are asked for, which the journal notes. */
export function EnvironmentEditor(props: EnvironmentEditorProps) {
  const { names, draft, onDraft, values, onValues, locked } = props;
  const [isPasting, setPasting] = useState(false);
  const reveal = useReveal(onValues);
  const size = values && environmentSize(draft, values);
  return (
    <SettingGroup
      title="Environment variables"
      about="Values are hidden. Showing them is noted in the activity."
      aside={
        names.length > 0 && (
          <Button
            size="small"
            icon={values ? EyeOff : Eye}
            busy={reveal.busy}
            onClick={() => (values ? onValues(undefined) : void reveal.ask())}
          >
            {values ? "Hide values" : "Show values"}
          </Button>
        )
      }
    >
      {reveal.problem && <ProblemView problem={reveal.problem} />}
      {names.length + draft.added.length === 0 && (
        <p className="text-12 text-text-2">The function has no environment variables.</p>
      )}
      {names.length + draft.added.length > 0 && (
        <div role="group" aria-label="Environment variables" className="flex flex-col gap-1.5">
          {names.map((name) => (
            <PresentVariable key={name} {...props} name={name} />
          ))}
          {draft.added.map((_, index) => (
            <AddedVariable key={index} {...props} index={index} />
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          icon={Plus}
          locked={locked}
          onClick={() => onDraft({ ...draft, added: [...draft.added, { name: "", value: "" }] })}
        >
          Add variable
        </Button>
        <Button size="small" icon={ClipboardPaste} locked={locked} onClick={() => setPasting(true)}>
          Paste .env…
        </Button>
        <span className={`text-11 ${size?.problem ? "text-danger" : "text-text-3"}`}>
          {size
            ? (size.problem ??
              `${formatFullCount(size.bytes)} of ${formatFullCount(environmentSizeLimitBytes)} bytes`)
            : "4 KB for all of them, checked before saving"}
        </span>
      </div>
      <PasteEnvironmentDialog
        open={isPasting}
        onOpenChange={setPasting}
        present={names}
        onPaste={(pasted) => onDraft(withPasted(draft, names, pasted))}
      />
    </SettingGroup>
  );
}

function useReveal(onValues: EnvironmentEditorProps["onValues"]) {
  const { name, qualifier } = useFunctionAddress();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const ask = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { variables } = await sendJson<{ variables: Record<string, string> }>(
        "POST",
        functionPath(name, "/environment"),
        { qualifier },
      );
      onValues(variables);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { ask, busy, problem };
}

const rowClass = "grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2";
const hiddenValue = "\u2022".repeat(8);

function PresentVariable({
  name,
  draft,
  onDraft,
  values,
  locked,
}: EnvironmentEditorProps & { name: string }) {
  const replaced = draft.replaced[name];
  const isRemoved = draft.removed.includes(name);
  const isChanged = replaced !== undefined;
  const set = (value: string) => {
    const { [name]: _, ...others } = draft.replaced;
    const isBack = values !== undefined && value === values[name];
    onDraft({ ...draft, replaced: isBack ? others : { ...others, [name]: value } });
  };
  const takeBack = () => {
    const { [name]: _, ...replacedOthers } = draft.replaced;
    onDraft({
      ...draft,
      replaced: replacedOthers,
      removed: draft.removed.filter((one) => one !== name),
    });
  };
  return (
    <div className={rowClass}>
      <span
        className={`code-text truncate ${isRemoved ? "text-text-3 line-through" : ""}`}
        title={name}
      >
        {name}
      </span>
      {isRemoved ? (
        <span className="text-12 text-pend">will be removed</span>
      ) : (
        <Input
          mono
          aria-label={`Value of ${name}`}
          placeholder={isChanged ? "empty" : values ? "" : `${hiddenValue}  type to replace`}
          value={replaced ?? values?.[name] ?? ""}
          changed={isChanged}
          locked={locked}
          onChange={set}
        />
      )}
      {isChanged || isRemoved ? (
        <IconButton icon={Undo2} label={`Keep ${name} as it is`} onClick={takeBack} />
      ) : (
        <IconButton
          icon={Trash2}
          label={`Remove ${name}`}
          locked={locked}
          onClick={() => onDraft({ ...draft, removed: [...draft.removed, name] })}
        />
      )}
    </div>
  );
}

function AddedVariable({
  names,
  draft,
  onDraft,
  index,
}: EnvironmentEditorProps & { index: number }) {
  const { name, value } = draft.added[index]!;
  const problem = name === "" ? undefined : addedProblem(draft, index, names);
  const change = (next: { name: string; value: string }) =>
    onDraft({ ...draft, added: draft.added.with(index, next) });
  return (
    <div>
      <div className={rowClass}>
        <Input
          mono
          changed
          aria-label="Name of the new variable"
          aria-invalid={problem !== undefined}
          placeholder="NAME"
          autoFocus={name === ""}
          value={name}
          onChange={(next) => change({ name: next.trim(), value })}
        />
        <Input
          mono
          changed
          aria-label={`Value of ${name || "the new variable"}`}
          placeholder="value"
          value={value}
          onChange={(next) => change({ name, value: next })}
        />
        <IconButton
          icon={Trash2}
          label={`Do not add ${name || "this variable"}`}
          onClick={() =>
            onDraft({ ...draft, added: draft.added.filter((_, place) => place !== index) })
          }
        />
      </div>
      {problem && (
        <p role="alert" className="mt-1 text-11 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
