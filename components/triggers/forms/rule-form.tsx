"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { examplePattern } from "@/lib/model/trigger-drafts/blank-draft";
import type { RuleDraft, RuleInput } from "@/lib/model/trigger-drafts/rule-draft";
import { DeliveryRows } from "./delivery-rows";
import { FilterWorkbench } from "./filter-workbench";
import { CodeRow, type FormProps, isChanged, MoreSettings, SelectRow, TextRow } from "./form-rows";
import { NextTimes } from "./next-times";
import { SourceField, useSources } from "./source-field";

/** A rule of EventBridge: what it matches or when it comes, and what it hands over. */
export function RuleForm(props: FormProps<RuleDraft>) {
  const { draft, saved, onChange } = props;
  const set = (edit: Partial<RuleDraft>) => onChange({ ...draft, ...edit });
  const isExisting = saved === undefined && !draft.isNew;
  return (
    <div className="flex flex-col gap-3">
      {saved === undefined && (
        <span className="flex">
          <Segmented
            aria-label="Rule"
            size="small"
            value={draft.isNew ? "new" : "list"}
            onChange={(way) => set({ isNew: way === "new", name: "", busName: "default" })}
            options={[
              { value: "new", label: "New rule" },
              { value: "list", label: "Choose a rule" },
            ]}
          />
        </span>
      )}
      {isExisting ? <ExistingRule {...props} /> : <RuleItself {...props} />}
      <InputRows {...props} />
      <MoreSettings
        open={["deadLetterQueueArn", "maximumRetryAttempts", "maximumEventAgeSeconds"].some(
          (field) => props.problems[field] && saved !== undefined,
        )}
      >
        <DeliveryRows {...props} />
      </MoreSettings>
    </div>
  );
}

/** Only its target is added; what it matches is not touched. */
function ExistingRule({ draft, onChange, problems }: FormProps<RuleDraft>) {
  return (
    <SourceField
      kind="rules"
      noun="rule"
      value={draft.name && `${draft.busName} ${draft.name}`}
      problem={problems.name}
      typedLabel="By name"
      example="nightly"
      onChange={(id) => {
        const [first = "", second] = id.split(" ");
        onChange({
          ...draft,
          busName: second === undefined ? "default" : first,
          name: second ?? first,
        });
      }}
    >
      {false}
    </SourceField>
  );
}

function RuleItself(props: FormProps<RuleDraft>) {
  const { draft, saved, onChange, problems, locked } = props;
  const set = (edit: Partial<RuleDraft>) => onChange({ ...draft, ...edit });
  const { data: buses } = useSources("buses");
  const on = draft.scheduleExpression === "" ? "pattern" : "schedule";
  const isBoth = draft.scheduleExpression !== "" && draft.eventPattern !== "";
  return (
    <>
      {saved === undefined && (
        <>
          <TextRow
            label="Name"
            mono
            value={draft.name}
            problem={draft.name === "" ? undefined : problems.name}
            locked={locked}
            onChange={(name) => set({ name: name.trim() })}
          />
          <SelectRow
            label="Bus"
            value={draft.busName}
            locked={locked}
            problem={problems.busName}
            onChange={(busName) => set({ busName })}
            options={[
              ...new Set(["default", draft.busName, ...(buses?.sources ?? []).map(({ id }) => id)]),
            ].map((value) => ({ value, label: value }))}
          />
          <span className="flex">
            <Segmented
              aria-label="The rule calls"
              size="small"
              value={on}
              onChange={(next) =>
                set(
                  next === "schedule"
                    ? {
                        scheduleExpression: "rate(10 minutes)",
                        eventPattern: "",
                        busName: "default",
                      }
                    : { scheduleExpression: "", eventPattern: examplePattern },
                )
              }
              options={[
                { value: "pattern", label: "When an event fits" },
                { value: "schedule", label: "On a schedule" },
              ]}
            />
          </span>
        </>
      )}
      {(on === "pattern" || isBoth) && (
        <>
          <CodeRow
            label="Event pattern"
            rows={6}
            value={draft.eventPattern}
            problem={problems.eventPattern}
            changed={isChanged(props, "eventPattern")}
            locked={locked}
            onChange={(eventPattern) => set({ eventPattern })}
          />
          <FilterWorkbench patterns={[draft.eventPattern]} language="rule" source="events" />
        </>
      )}
      {on === "schedule" && (
        <>
          <TextRow
            label="Schedule"
            hint="rate(5 minutes) or cron(0 12 * * ? *), always in UTC"
            mono
            value={draft.scheduleExpression}
            problem={problems.scheduleExpression}
            changed={isChanged(props, "scheduleExpression")}
            locked={locked}
            onChange={(scheduleExpression) => set({ scheduleExpression })}
          />
          <NextTimes schedule={{ expression: draft.scheduleExpression, of: "rule" }} />
          {saved === undefined && (
            <Note>
              Schedules of EventBridge Scheduler know time zones and single times; AWS calls
              scheduled rules the older way.
            </Note>
          )}
        </>
      )}
      <TextRow
        label="Description"
        value={draft.description}
        problem={problems.description}
        changed={isChanged(props, "description")}
        locked={locked}
        onChange={(description) => set({ description })}
      />
    </>
  );
}

/** What the function gets: the event, a part of it, always the same, or what a template makes of it. */
function InputRows(props: FormProps<RuleDraft>) {
  const { draft, onChange, problems, locked } = props;
  const { input } = draft;
  const set = (next: RuleInput) => onChange({ ...draft, input: next });
  return (
    <>
      <SelectRow
        label="The function gets"
        value={input.as}
        locked={locked}
        changed={isChanged(props, "input")}
        onChange={(as) => set(firstInputs[as])}
        options={[
          { value: "event", label: "the event" },
          { value: "path", label: "a part of the event" },
          { value: "constant", label: "always the same" },
          { value: "template", label: "what a template makes of it" },
        ]}
      />
      {input.as === "path" && (
        <TextRow
          label="Path"
          mono
          value={input.path}
          problem={problems.input}
          locked={locked}
          onChange={(path) => set({ ...input, path })}
        />
      )}
      {input.as === "constant" && (
        <CodeRow
          label="Input"
          value={input.input}
          problem={problems.input}
          locked={locked}
          onChange={(text) => set({ ...input, input: text })}
        />
      )}
      {input.as === "template" && <TemplateRows {...props} input={input} onInput={set} />}
    </>
  );
}

const firstInputs: Record<RuleInput["as"], RuleInput> = {
  event: { as: "event" },
  path: { as: "path", path: "$.detail" },
  constant: { as: "constant", input: '{ "report": "daily" }' },
  template: {
    as: "template",
    paths: [{ name: "id", path: "$.detail.id" }],
    template: '{ "order": <id> }',
  },
};

function TemplateRows({
  input,
  onInput,
  problems,
  locked,
}: FormProps<RuleDraft> & {
  input: Extract<RuleInput, { as: "template" }>;
  onInput(input: RuleInput): void;
}) {
  const { paths } = input;
  const setPath = (index: number, edit: Partial<(typeof paths)[number]>) =>
    onInput({ ...input, paths: paths.with(index, { ...paths[index]!, ...edit }) });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <span className="text-12 font-medium">Values of the template</span>
        <Button
          size="small"
          icon={Plus}
          locked={locked}
          onClick={() => onInput({ ...input, paths: [...paths, { name: "", path: "$.detail." }] })}
        >
          Add value
        </Button>
      </div>
      {paths.map(({ name, path }, index) => (
        <div key={index} className="flex items-center gap-1.5">
          <Input
            mono
            aria-label={`Name of value ${index + 1}`}
            className="w-24 flex-none"
            value={name}
            locked={locked}
            onChange={(next) => setPath(index, { name: next.trim() })}
          />
          <Input
            mono
            aria-label={`Path of value ${index + 1}`}
            className="min-w-0 flex-1"
            value={path}
            locked={locked}
            onChange={(next) => setPath(index, { path: next.trim() })}
          />
          <IconButton
            icon={Trash2}
            label={`Remove value ${index + 1}`}
            locked={locked}
            onClick={() =>
              onInput({ ...input, paths: paths.filter((_, place) => place !== index) })
            }
          />
        </div>
      ))}
      <CodeRow
        label="Template"
        hint="<name> stands for a value"
        value={input.template}
        problem={problems.input}
        locked={locked}
        onChange={(template) => onInput({ ...input, template })}
      />
    </div>
  );
}
