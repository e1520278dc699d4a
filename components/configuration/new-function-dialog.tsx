"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Upload, toBase64, zipTexts } from "@/components/code/read-upload";
import { UploadField } from "@/components/code/upload-field";
import { useLocked } from "@/components/connections/use-locked";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NumberField } from "@/components/ui/field";
import { useHref } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { Change } from "@/lib/model/change";
import { type FunctionForm, functionProblems, newFunctionForm } from "@/lib/model/function-form";
import type { Problem } from "@/lib/model/problem";
import { runtimeWarning, usableRuntimes } from "@/lib/model/runtimes";
import { startersFor } from "@/lib/model/starters";
import { RoleField } from "./role-field";

/** Creates a function from a starter, a zip or a folder, and opens its page. */
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
  const [form, setForm] = useState(newFunctionForm);
  const [source, setSource] = useState<"starter" | "upload">("starter");
  const [starterId, setStarterId] = useState("");
  const [upload, setUpload] = useState<Upload>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const needsRole = connection?.kind !== "local";
  const problems = functionProblems(form, needsRole);
  const starters = startersFor(form.runtime);
  const starter = starters.find(({ id }) => id === starterId) ?? starters[0];
  const usesStarter = source === "starter" && starter !== undefined;
  const set = (edit: Partial<FunctionForm>) => {
    setProblem(undefined);
    setForm({ ...form, ...edit });
  };
  const problemAt = (field: keyof FunctionForm) =>
    problem?.field === field
      ? problem.detail
      : form[field] === "" || form[field] === newFunctionForm[field]
        ? undefined
        : problems[field];
  const isReady =
    Object.keys(problems).length === 0 &&
    (usesStarter || (upload !== undefined && !upload.problem)) &&
    locked === undefined;

  const create = async () => {
    if (!isReady || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const zip = usesStarter ? zipTexts({ [starter.file]: starter.code }) : upload?.zip;
      const { change } = await sendJson<{ change: Change }>("POST", "/api/functions", {
        ...form,
        role: needsRole ? form.role : undefined,
        handler: usesStarter ? starter.handler : form.handler,
        environment: {},
        zipBase64: await toBase64(zip ?? new Uint8Array()),
      });
      toast.done(change.title);
      void queries.invalidateQueries({ queryKey: ["functions"] });
      onOpenChange(false);
      router.push(hrefTo(`/functions/${encodeURIComponent(form.name)}/code`));
    } catch (error) {
      setProblem(problemOf(error));
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
          <Button type="submit" kind="primary" busy={busy} locked={locked} disabled={!isReady}>
            Create function
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Field label="Name" problem={problemAt("name")}>
          {(ids) => (
            <Input
              {...ids}
              mono
              autoFocus
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
        <Field label="Runtime" hint={runtimeWarning(form.runtime, nowMs)}>
          {(ids) => (
            <Select
              {...ids}
              value={form.runtime}
              onChange={(runtime) => set({ runtime })}
              options={usableRuntimes("create", nowMs).map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        <Field
          label="Architecture"
          hint={
            connection?.kind === "local"
              ? "The local engine runs it on this machine's processor either way."
              : undefined
          }
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
      {needsRole && (
        <RoleField
          value={form.role}
          onChange={(role) => set({ role })}
          problem={problemAt("role")}
        />
      )}
      <div className="flex flex-col gap-2">
        <div className="flex items-center gap-3">
          <span className="text-12 font-medium">Code</span>
          {starters.length > 0 && (
            <Segmented
              aria-label="Code"
              size="small"
              value={source}
              onChange={(next) => setSource(next)}
              options={[
                { value: "starter", label: "Starter" },
                { value: "upload", label: "Zip or folder" },
              ]}
            />
          )}
        </div>
        {usesStarter ? (
          <>
            <Select
              aria-label="Starter"
              value={starter.id}
              onChange={setStarterId}
              options={starters.map(({ id, label }) => ({ value: id, label }))}
            />
            <pre className="code max-h-52 text-11" aria-label={starter.file}>
              {starter.code}
            </pre>
            <p className="text-11 text-text-3">
              {starter.file}, handler {starter.handler}. Change it later on the Code tab.
            </p>
          </>
        ) : (
          <>
            {starters.length === 0 && (
              <Note>
                {form.runtime} needs code that was built before: choose its zip or folder.
              </Note>
            )}
            <Field
              label="Handler"
              hint="File and function, like index.handler"
              problem={problemAt("handler")}
            >
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  value={form.handler}
                  onChange={(handler) => set({ handler: handler.trim() })}
                />
              )}
            </Field>
            <UploadField
              upload={upload}
              onUpload={setUpload}
              runtime={form.runtime}
              handler={form.handler}
            />
          </>
        )}
      </div>
      {problem && <ProblemView problem={problem} />}
    </Dialog>
  );
}
