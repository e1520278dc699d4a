"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { tagChanges, tagsOf, tagsProblem } from "@/lib/model/tags";

/** Edits all tags of a function together. */
export function TagsDialog({
  detail,
  open,
  onOpenChange,
}: {
  detail: FunctionDetail;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const [rows, setRows] = useState(() =>
    Object.entries(detail.tags)
      .filter(([key]) => !isAwsOwn(key))
      .map(([key, value]) => ({ key, value })),
  );
  const { dialog, ask } = useConfirm();
  const locked = useLocked();
  const own = Object.keys(detail.tags).filter(isAwsOwn);
  const problem = tagsProblem(rows);
  const changes = tagChanges(detail.tags, rows);
  const review = () => {
    if (problem || changes.length === 0 || locked) return;
    ask({
      title: `Change the tags of ${detail.name}?`,
      values: changes,
      action: "Save tags",
      act: () =>
        sendJson<{ changes: Change[] }>("PUT", functionPath(detail.name, "/tags"), {
          tags: tagsOf(rows),
        }),
      onDone: () => onOpenChange(false),
    });
  };
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={onOpenChange}
        title={`Tags of ${detail.name}`}
        onSubmit={review}
        footer={
          <>
            <Button onClick={() => onOpenChange(false)} shortcut="Esc">
              Cancel
            </Button>
            <Button
              type="submit"
              kind="primary"
              locked={locked}
              disabled={problem !== undefined || changes.length === 0}
            >
              Save…
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-1.5">
          {rows.map(({ key, value }, index) => (
            <div
              key={index}
              className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2"
            >
              <Input
                mono
                aria-label="Key"
                placeholder="key"
                value={key}
                onChange={(next) => setRows(rows.with(index, { key: next, value }))}
              />
              <Input
                mono
                aria-label={`Value of ${key || "the new tag"}`}
                placeholder="value"
                value={value}
                onChange={(next) => setRows(rows.with(index, { key, value: next }))}
              />
              <IconButton
                icon={Trash2}
                label={`Remove ${key || "this tag"}`}
                onClick={() => setRows(rows.filter((_, at) => at !== index))}
              />
            </div>
          ))}
          <div>
            <Button
              size="small"
              icon={Plus}
              onClick={() => setRows([...rows, { key: "", value: "" }])}
            >
              Add tag
            </Button>
          </div>
        </div>
        {problem && (
          <p role="alert" className="text-12 text-danger">
            {problem}
          </p>
        )}
        {own.length > 0 && (
          <Note>
            {own.join(", ")} {own.length === 1 ? "is" : "are"} set by AWS and stay as they are.
          </Note>
        )}
      </Dialog>
      {dialog}
    </>
  );
}

function isAwsOwn(key: string): boolean {
  return key.startsWith("aws:");
}
