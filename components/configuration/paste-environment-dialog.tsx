"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { parseEnvFile } from "@/lib/model/env-file";

/** Many variables at once, from the text of a `.env` file. */
export function PasteEnvironmentDialog({
  open,
  onOpenChange,
  present,
  onPaste,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** Names of the variables there are. */
  present: readonly string[];
  onPaste(variables: Record<string, string>): void;
}) {
  const [text, setText] = useState("");
  const { variables, unreadable } = parseEnvFile(text);
  const names = Object.keys(variables);
  const replaced = names.filter((name) => present.includes(name));
  const [first] = unreadable;
  const apply = () => {
    if (names.length === 0 || first) return;
    onPaste(variables);
    setText("");
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Paste environment variables"
      description="Nothing is sent before you save. Variables that are not in the text stay."
      onSubmit={apply}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} shortcut="Esc">
            Cancel
          </Button>
          <Button type="submit" kind="primary" disabled={names.length === 0 || first !== undefined}>
            Take over {names.length === 1 ? "1 variable" : `${names.length} variables`}
          </Button>
        </>
      }
    >
      <Field
        label="Text of a .env file"
        hint="NAME=value, one a line; # comments, quotes and export are understood."
        problem={first && `Line ${first.line} is not NAME=value: ${first.text.slice(0, 60)}`}
      >
        {(ids) => (
          <Textarea
            {...ids}
            mono
            rows={10}
            placeholder={"STAGE=dev\nTABLE=orders"}
            value={text}
            onChange={setText}
          />
        )}
      </Field>
      {replaced.length > 0 && <Note>Replaces {replaced.join(", ")}.</Note>}
    </Dialog>
  );
}
