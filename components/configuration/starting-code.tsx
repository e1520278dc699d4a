"use client";

import { CodeEditor } from "@/components/code/code-editor";
import type { CodePackage } from "@/components/code/package-code";
import { UploadField } from "@/components/code/upload-field";
import { Field, Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { type Starter, startersFor } from "@/lib/model/starters";

/** What a new function starts with. */
export interface CodeChoice {
  source: "starter" | "upload";
  /** Empty: the runtime's first. */
  starterId: string;
  /** Starters as the user has changed them, by id. */
  edited: Readonly<Record<string, string>>;
  upload: CodePackage | undefined;
}

export const noCodeChoice: CodeChoice = {
  source: "starter",
  starterId: "",
  edited: {},
  upload: undefined,
};

/** The chosen starter; undefined when the code is uploaded, or the runtime has no starter. */
export function chosenStarter(choice: CodeChoice, runtime: string): Starter | undefined {
  if (choice.source === "upload") return undefined;
  const starters = startersFor(runtime);
  return starters.find(({ id }) => id === choice.starterId) ?? starters[0];
}

/** A starter to write on, or a zip or folder; and the handler in it. */
export function StartingCode({
  choice,
  onChoice,
  runtime,
  handler,
  onHandler,
  problem,
  handlerProblem,
}: {
  choice: CodeChoice;
  /** `handler` and `runtime` come along where the choice says them. */
  onChoice(choice: CodeChoice, found?: { runtime?: string; handler: string }): void;
  runtime: string;
  handler: string;
  onHandler(handler: string): void;
  /** What is wrong with the code. */
  problem: string | undefined;
  handlerProblem: string | undefined;
}) {
  const starters = startersFor(runtime);
  const starter = chosenStarter(choice, runtime);
  const start = (starterId: string) =>
    onChoice(
      { ...choice, source: "starter", starterId },
      starters.find(({ id }) => id === starterId),
    );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <span className="text-12 font-medium">Code</span>
        {starters.length > 0 && (
          <Segmented
            aria-label="Code"
            size="small"
            value={starter ? "starter" : "upload"}
            onChange={(source) =>
              source === "starter"
                ? start(choice.starterId || starters[0]!.id)
                : onChoice({ ...choice, source }, choice.upload?.guess)
            }
            options={[
              { value: "starter", label: "Starter" },
              { value: "upload", label: "Zip or folder" },
            ]}
          />
        )}
        {starter && (
          <Select
            size="small"
            className="min-w-0"
            aria-label="Starter"
            value={starter.id}
            onChange={start}
            options={starters.map(({ id, label }) => ({ value: id, label }))}
          />
        )}
      </div>
      {starter ? (
        <div className="h-52 overflow-hidden rounded-2 border border-border">
          <CodeEditor
            key={starter.id}
            path={starter.file}
            label={`Text of ${starter.file}`}
            value={choice.edited[starter.id] ?? starter.code}
            onChange={(text) =>
              onChoice({ ...choice, edited: { ...choice.edited, [starter.id]: text } })
            }
            tabMovesOn
          />
        </div>
      ) : (
        <>
          {starters.length === 0 && (
            <Note>{runtime} needs code that was built before: choose its zip or folder.</Note>
          )}
          <UploadField
            code={choice.upload}
            onCode={(upload) => onChoice({ ...choice, source: "upload", upload }, upload.guess)}
            runtime={runtime}
            handler={handler}
          />
        </>
      )}
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
      <Field
        label="Handler"
        hint={
          starter
            ? `The function handler in ${starter.file}`
            : "File and function, like index.handler"
        }
        problem={handlerProblem}
      >
        {(ids) => (
          <Input {...ids} mono value={handler} onChange={(value) => onHandler(value.trim())} />
        )}
      </Field>
    </div>
  );
}
