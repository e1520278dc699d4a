"use client";

import { Input, NumberField } from "@/components/ui/field";
import { ProblemView } from "@/components/ui/problem-view";
import type { Configuration } from "@/lib/model/configuration";
import { type FormState, Setting, SettingGroup } from "./setting";

/** What happens with events that nobody waits for: retries, age and destinations. */
export function AsynchronousSettings({
  state,
  configuration,
}: {
  state: FormState;
  configuration: Configuration;
}) {
  const { form, set } = state;
  const problem = configuration.problems.find(({ title }) => title.includes("asynchronous"));
  const destination = (field: "onSuccessArn" | "onFailureArn", hint: string) => (
    <Setting field={field} state={state} hint={hint}>
      {(control) => (
        <Input
          {...control}
          mono
          placeholder="arn:aws:sqs:…"
          value={form[field]}
          onChange={(value) => set(field, value.trim())}
        />
      )}
    </Setting>
  );
  return (
    <SettingGroup
      title="Asynchronous calls"
      about="For events that Lambda queues: invocations of type Event, and those of SNS, S3 and EventBridge."
    >
      {configuration.asynchronous ? (
        <>
          <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
            <Setting
              field="maximumRetryAttempts"
              state={state}
              hint="0 to 2, one and two minutes after the code failed"
            >
              {(control) => (
                <NumberField
                  {...control}
                  min={0}
                  max={2}
                  value={form.maximumRetryAttempts}
                  onChange={(value) => set("maximumRetryAttempts", value ?? Number.NaN)}
                />
              )}
            </Setting>
            <Setting
              field="maximumEventAgeSeconds"
              state={state}
              hint="60 to 21,600 s; an older event is not tried again"
            >
              {(control) => (
                <NumberField
                  {...control}
                  className="w-28"
                  unit="s"
                  min={60}
                  max={21_600}
                  step={60}
                  value={form.maximumEventAgeSeconds}
                  onChange={(value) => set("maximumEventAgeSeconds", value ?? Number.NaN)}
                />
              )}
            </Setting>
          </div>
          {destination(
            "onSuccessArn",
            "A queue, topic, function or event bus that gets each result.",
          )}
          {destination(
            "onFailureArn",
            configuration.deadLetterTargetArn
              ? `Gets what failed for good, with the reason. The dead-letter target ${configuration.deadLetterTargetArn} gets the bare event as well.`
              : "Gets what failed for good, with the reason. Without one such events are lost.",
          )}
        </>
      ) : (
        problem && <ProblemView problem={problem} />
      )}
    </SettingGroup>
  );
}
