"use client";

import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NumberField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import {
  aliasForm,
  type AliasForm,
  aliasFrom,
  aliasProblems,
  trafficText,
} from "@/lib/model/alias-form";
import type { Change } from "@/lib/model/change";
import type { Alias, Version } from "@/lib/model/version";
import { aliasPath } from "./alias-path";

/** A new alias, or where an alias points and how its calls are shared out. */
export function AliasDialog({
  alias,
  versions,
  aliases,
  onClose,
}: {
  alias: Alias | undefined;
  versions: readonly Version[];
  aliases: readonly Alias[];
  onClose(): void;
}) {
  const { name } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const newest = versions.find(({ version }) => version !== "$LATEST")?.version ?? "$LATEST";
  const [form, setForm] = useState(() => aliasForm(alias, newest));
  const set = (edit: Partial<AliasForm>) => setForm({ ...form, ...edit });
  const problems = aliasProblems(form, alias ? [] : aliases.map((other) => other.name));
  const wanted = aliasFrom(form);
  const isSame =
    alias !== undefined &&
    trafficText(alias) === trafficText(wanted) &&
    alias.description === wanted.description;
  const isReady = Object.keys(problems).length === 0 && !isSame;
  const options = versions.map(({ version, description }) => ({
    value: version,
    label: [version === "$LATEST" ? version : `v${version}`, description]
      .filter(Boolean)
      .join(" \u00b7 "),
  }));
  const review = () => {
    if (!isReady || locked) return;
    const { name: aliasName, ...rest } = wanted;
    ask({
      title: alias ? `Change the alias ${aliasName}?` : `Create the alias ${aliasName}?`,
      values: [
        {
          label: "Traffic",
          before: alias && trafficText(alias),
          after: trafficText(wanted),
        },
        ...((alias?.description ?? "") === wanted.description
          ? []
          : [{ label: "Description", before: alias?.description, after: wanted.description }]),
      ],
      action: alias ? "Save" : "Create alias",
      act: () =>
        alias
          ? sendJson<{ change: Change }>("PUT", aliasPath(name, aliasName), {
              ...rest,
              revisionId: alias.revisionId,
            })
          : sendJson<{ change: Change }>("POST", functionPath(name, "/aliases"), wanted),
      onDone: onClose,
    });
  };
  return (
    <>
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={alias ? `Alias ${alias.name}` : `New alias of ${name}`}
        onSubmit={review}
        footer={
          <>
            <Button onClick={onClose} shortcut="Esc">
              Cancel
            </Button>
            <Button type="submit" kind="primary" locked={locked} disabled={!isReady}>
              {alias ? "Save…" : "Create…"}
            </Button>
          </>
        }
      >
        {!alias && (
          <Field label="Name" problem={form.name === "" ? undefined : problems.name}>
            {(ids) => (
              <Input
                {...ids}
                mono
                autoFocus
                value={form.name}
                onChange={(value) => set({ name: value.trim() })}
              />
            )}
          </Field>
        )}
        <Field label="Description" problem={problems.description}>
          {(ids) => (
            <Input
              {...ids}
              value={form.description}
              onChange={(description) => set({ description })}
            />
          )}
        </Field>
        <Field label="Version">
          {(ids) => (
            <Select
              {...ids}
              value={form.version}
              onChange={(version) => set({ version })}
              options={options}
            />
          )}
        </Field>
        <Field
          label="Second version"
          hint="To shift traffic step by step"
          problem={problems.secondVersion}
        >
          {(ids) => (
            <Select
              {...ids}
              value={form.secondVersion}
              onChange={(secondVersion) => set({ secondVersion })}
              options={[
                { value: "", label: "None: all calls go to one version" },
                ...options.filter(({ value }) => value !== "$LATEST" && value !== form.version),
              ]}
            />
          )}
        </Field>
        {form.secondVersion !== "" && (
          <Field
            label={`Share of v${form.secondVersion}`}
            hint={trafficText(wanted)}
            problem={problems.secondPercent}
          >
            {(ids) => (
              <div className="flex items-center gap-3">
                <NumberField
                  {...ids}
                  unit="%"
                  min={0}
                  max={100}
                  value={Number.isNaN(form.secondPercent) ? undefined : form.secondPercent}
                  onChange={(value) => set({ secondPercent: value ?? Number.NaN })}
                />
                <input
                  type="range"
                  aria-label="Share of the second version, slider"
                  className="min-w-0 flex-1"
                  min={0}
                  max={100}
                  value={Number.isNaN(form.secondPercent) ? 0 : form.secondPercent}
                  onChange={(event) => set({ secondPercent: Number(event.target.value) })}
                />
              </div>
            )}
          </Field>
        )}
      </Dialog>
      {dialog}
    </>
  );
}
