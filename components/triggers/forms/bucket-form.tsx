"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { bucketEvents, type BucketDraft } from "@/lib/model/trigger-drafts/bucket-draft";
import { type FormProps, isChanged, MoreSettings, TextRow } from "./form-rows";
import { SourceField } from "./source-field";

/** Which events of which objects a bucket tells the function of. */
export function BucketForm(props: FormProps<BucketDraft>) {
  const { draft, saved, onChange, problems, locked } = props;
  const set = (edit: Partial<BucketDraft>) => onChange({ ...draft, ...edit });
  const [common, ...others] = bucketEvents;
  // Folding must not hide what is chosen, nor jump while one chooses.
  const [open] = useState(
    others.some(({ events }) => events.some((one) => draft.events.includes(one))),
  );
  return (
    <div className="flex flex-col gap-3">
      {saved === undefined && (
        <SourceField
          kind="buckets"
          noun="bucket"
          value={draft.bucket}
          problem={problems.bucket}
          typedLabel="By name"
          example="my-uploads"
          onChange={(bucket, isNew) => set({ bucket, isNew })}
        />
      )}
      <fieldset className="flex flex-col gap-3" disabled={locked !== undefined} title={locked}>
        <legend className="mb-1 text-12 font-medium">Events</legend>
        {common && <Events {...props} {...common} />}
        <MoreSettings label="Other events" open={open}>
          {others.map((group) => (
            <Events key={group.group} {...props} {...group} />
          ))}
        </MoreSettings>
        {problems.events && (
          <p role="alert" className="text-11 text-danger">
            {problems.events}
          </p>
        )}
      </fieldset>
      <TextRow
        label="Keys that begin with"
        hint="Empty: any. Without it a function that writes into its own bucket calls itself for ever."
        mono
        placeholder="images/"
        value={draft.prefix}
        problem={problems.prefix}
        changed={isChanged(props, "prefix")}
        locked={locked}
        onChange={(prefix) => set({ prefix })}
      />
      <TextRow
        label="Keys that end in"
        hint="Empty: any"
        mono
        placeholder=".jpg"
        value={draft.suffix}
        problem={problems.suffix}
        changed={isChanged(props, "suffix")}
        locked={locked}
        onChange={(suffix) => set({ suffix })}
      />
    </div>
  );
}

function Events({
  draft,
  onChange,
  group,
  events,
}: FormProps<BucketDraft> & { group: string; events: readonly string[] }) {
  const toggle = (event: string, on: boolean) => {
    const rest = draft.events.filter((one) => one !== event);
    const [service = ""] = event.split("*");
    // All of a kind takes the place of its parts, and a part that of all.
    const apart = rest.filter((one) =>
      event.endsWith("*")
        ? !one.startsWith(service)
        : !(one.endsWith("*") && event.startsWith(one.slice(0, -1))),
    );
    onChange({ ...draft, events: on ? [...apart, event] : rest });
  };
  return (
    <div role="group" aria-label={group} className="flex flex-col gap-1 text-12">
      <span className="text-11 text-text-3">{group}</span>
      {events.map((event) => (
        <Checkbox
          key={event}
          label={<span className="code-text">{event.replace(/^s3:/, "")}</span>}
          checked={draft.events.includes(event)}
          onChange={(on) => toggle(event, on)}
        />
      ))}
    </div>
  );
}
