"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { packageText, toBase64 } from "@/components/code/package-code";
import { useLocked } from "@/components/connections/use-locked";
import { useFunctions } from "@/components/functions/use-functions";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NumberField } from "@/components/ui/field";
import { useHref } from "@/components/ui/link";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { Change } from "@/lib/model/change";
import {
  fieldOfProblem,
  type FunctionForm,
  functionProblems,
  newFunctionForm,
} from "@/lib/model/function-form";
import type { Problem } from "@/lib/model/problem";
import { runtimeWarning, usableRuntimes } from "@/lib/model/runtimes";
import { startersFor } from "@/lib/model/starters";
import { RoleField } from "./role-field";
import { chosenStarter, noCodeChoice, StartingCode } from "./starting-code";

/** Creates a function from a starter, a zip or a folder, and opens its Test page. Closing keeps what was typed. */
export function NewFunctionDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const { connection } = useSession();
  const locked = useLocked();
  const queries = useQueryClient();
  const router = useRouter();
  const hrefTo = useHref();
  const nowMs = useNow(60_000);
  const { data: list } = useFunctions();
  const body = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState(newFunctionForm);
  const [choice, setChoice] = useState(noCodeChoice);
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();

  const isLocal = connection?.kind === "local";
  const starter = chosenStarter(choice, form.runtime);
  const problems = findProblems();
  const refusedField = refused && fieldOfProblem(refused);
  const set = (edit: Partial<FunctionForm>) => {
    setRefused(undefined);
    setForm((before) => ({ ...before, ...edit }));
  };
  /** What was refused; else what is wrong, once it was typed or Create was pressed. */
  const problemAt = (field: keyof FunctionForm | "zip") => {
    if (refusedField === field) return refused?.detail;
    const isTyped = field !== "zip" && form[field] !== newFunctionForm[field];
    return isAsked || isTyped ? problems[field] : undefined;
  };

  function findProblems(): Partial<Record<keyof FunctionForm | "zip", string>> {
    const found: Partial<Record<keyof FunctionForm | "zip", string>> = functionProblems(
      form,
      !isLocal,
    );
    if (list?.functions.some(({ name }) => name === form.name))
      found.name = `There is a function ${form.name} already.`;
    if (!starter && !choice.upload) found.zip = "Choose a zip or a folder.";
    return found;
  }

  const create = async () => {
    if (busy || locked !== undefined) return;
    setAsked(true);
    if (Object.keys(problems).length > 0) {
      // After the fields have been marked.
      setTimeout(() => body.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    setBusy(true);
    setRefused(undefined);
    try {
      const code = starter
        ? await packageText(starter.file, choice.edited[starter.id] ?? starter.code)
        : choice.upload;
      if (!code) return;
      const { change } = await sendJson<{ change: Change }>("POST", "/api/functions", {
        ...form,
        role: isLocal ? undefined : form.role,
        environment: {},
        zipBase64: await toBase64(code.zip),
      });
      toast.done(change.title);
      void queries.invalidateQueries({ queryKey: ["functions"] });
      void queries.invalidateQueries({ queryKey: ["activity"] });
      onOpenChange(false);
      router.push(hrefTo(`/functions/${encodeURIComponent(form.name)}/test`));
    } catch (error) {
      setRefused(problemOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !busy && onOpenChange(next)}
      wide
      title="New function"
      description={
        connection &&
        `On ${connection.label}, ${connection.region}. It costs nothing until it is called.`
      }
      onSubmit={() => void create()}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={busy} shortcut="Esc">
            Cancel
          </Button>
          <Button type="submit" kind="primary" busy={busy} locked={locked}>
            Create function
          </Button>
        </>
      }
    >
      <div ref={body} className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <Field label="Name" problem={problemAt("name")}>
            {(ids) => (
              <Input
                {...ids}
                mono
                value={form.name}
                onChange={(name) => set({ name: name.trim() })}
              />
            )}
          </Field>
          <Field label="Description" problem={problemAt("description")}>
            {(ids) => (
              <Input
                {...ids}
                value={form.description}
                onChange={(description) => set({ description })}
              />
            )}
          </Field>
          <Field
            label="Runtime"
            hint={runtimeHint(form.runtime, isLocal, nowMs)}
            problem={problemAt("runtime")}
          >
            {(ids) => (
              <Select
                {...ids}
                value={form.runtime}
                onChange={(runtime) => {
                  const [first] = startersFor(runtime);
                  const isSame = first && startersFor(form.runtime)[0]?.id === first.id;
                  set({ runtime, ...(starter && first && !isSame && { handler: first.handler }) });
                }}
                options={usableRuntimes("create", nowMs).map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
          <Field
            label="Architecture"
            hint={isLocal && "The local engine runs it on this machine's processor either way."}
            problem={problemAt("architecture")}
          >
            {(ids) => (
              <Select
                {...ids}
                value={form.architecture}
                onChange={(architecture) => set({ architecture })}
                options={[
                  { value: "x86_64", label: "x86_64" },
                  { value: "arm64", label: "arm64" },
                ]}
              />
            )}
          </Field>
          <Field label="Memory" hint="128 to 10,240 MB" problem={problemAt("memoryMb")}>
            {(ids) => (
              <NumberField
                {...ids}
                className="w-32"
                unit="MB"
                min={128}
                max={10_240}
                step={64}
                value={Number.isNaN(form.memoryMb) ? undefined : form.memoryMb}
                onChange={(value) => set({ memoryMb: value ?? Number.NaN })}
              />
            )}
          </Field>
          <Field label="Timeout" hint="1 to 900 s" problem={problemAt("timeoutSeconds")}>
            {(ids) => (
              <NumberField
                {...ids}
                className="w-32"
                unit="s"
                min={1}
                max={900}
                value={Number.isNaN(form.timeoutSeconds) ? undefined : form.timeoutSeconds}
                onChange={(value) => set({ timeoutSeconds: value ?? Number.NaN })}
              />
            )}
          </Field>
        </div>
        {!isLocal && (
          <RoleField
            value={form.role}
            onChange={(role) => set({ role })}
            problem={problemAt("role")}
          />
        )}
        <StartingCode
          choice={choice}
          onChoice={(next, found) => {
            setChoice(next);
            set({
              ...(found && { handler: found.handler }),
              ...(found?.runtime && { runtime: found.runtime }),
            });
          }}
          runtime={form.runtime}
          handler={form.handler}
          onHandler={(handler) => set({ handler })}
          problem={problemAt("zip")}
          handlerProblem={problemAt("handler")}
        />
        {refused && !refusedField && <ProblemView problem={refused} />}
      </div>
    </Dialog>
  );
}

function runtimeHint(runtime: string, isLocal: boolean, nowMs: number): string | undefined {
  const warning = runtimeWarning(runtime, nowMs);
  if (!isLocal) return warning;
  const place = runtime.startsWith("provided")
    ? "The local engine starts the zip's own bootstrap."
    : /^(nodejs|python)/.test(runtime)
      ? "The local engine runs it with this version on the machine's PATH, else with the nearest one; the log says which."
      : `The local engine has no interpreter for ${runtime}: calls of it fail there.`;
  return [place, warning].filter(Boolean).join(" ");
}
