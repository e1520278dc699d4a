"use client";

import { useState } from "react";
import { useChangeDone, useSettingsRefresh } from "@/components/activity/use-change-done";
import { useLocked } from "@/components/connections/use-locked";
import { OwnerNote } from "@/components/functions/owner-note";
import { functionPath, useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { OldNew } from "@/components/ui/confirm-change";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { Change } from "@/lib/model/change";
import { descriptionLimit } from "@/lib/model/function-limits";
import type { Problem } from "@/lib/model/problem";
import type { Version } from "@/lib/model/version";

/** Makes a version of what is deployed now. */
export function PublishDialog({
  open,
  onOpenChange,
  versions,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  versions: readonly Version[];
}) {
  const { name } = useFunctionAddress();
  const { data: detail } = useFunction();
  const locked = useLocked();
  const done = useChangeDone();
  const refresh = useSettingsRefresh();
  const [description, setDescription] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const newest = versions.find(({ version }) => version !== "$LATEST")?.version;
  const tooLong =
    description.length > descriptionLimit
      ? `A description has at most ${descriptionLimit} characters.`
      : undefined;
  const publish = async () => {
    if (busy || tooLong || locked) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { change, version, isNew } = await sendJson<{
        change: Change;
        version: string;
        isNew: boolean;
      }>("POST", functionPath(name, "/versions"), {
        description,
        revisionId: detail?.version === "$LATEST" ? detail.revisionId : undefined,
      });
      if (isNew) done([{ ...change, title: `Version ${version} published` }]);
      else {
        done([]);
        toast.info(`Nothing has changed since version ${version}`, {
          description: "AWS makes a new version only of changed code or settings.",
        });
      }
      onOpenChange(false);
    } catch (error) {
      setProblem(problemOf(error));
      refresh();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !busy && onOpenChange(next)}
      title={`Publish a version of ${name}?`}
      description="It keeps the code and settings of $LATEST as they are now; they cannot be changed later."
      onSubmit={() => void publish()}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={busy} shortcut="Esc">
            Cancel
          </Button>
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            locked={locked}
            disabled={tooLong !== undefined}
          >
            Publish version
          </Button>
        </>
      }
    >
      <p className="text-12">
        <span className="mr-4 text-text-3">Newest version</span>
        <OldNew before={newest ?? "none"} after="the next number" />
      </p>
      <Field label="Description" problem={tooLong}>
        {(ids) => <Input {...ids} autoFocus value={description} onChange={setDescription} />}
      </Field>
      <OwnerNote owner={detail?.owner} />
      {problem && <ProblemView problem={problem} />}
    </Dialog>
  );
}
