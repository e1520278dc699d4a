"use client";

import type { DeliveryRetries } from "@/lib/model/trigger-drafts/draft-kind";
import { DestinationField } from "./destination-field";
import { type FormProps, isChanged, NumberRow } from "./form-rows";

/** What EventBridge does where it cannot hand an event over at once. */
export function DeliveryRows<Draft extends DeliveryRetries & { deadLetterQueueArn: string }>(
  props: FormProps<Draft>,
) {
  const { draft, onChange, problems, locked } = props;
  return (
    <>
      <NumberRow
        label="Retries"
        hint="0 to 185; empty: 185"
        max={185}
        value={draft.maximumRetryAttempts ?? undefined}
        problem={problems.maximumRetryAttempts}
        changed={isChanged(props, "maximumRetryAttempts")}
        locked={locked}
        onChange={(value) => onChange({ ...draft, maximumRetryAttempts: value ?? null })}
      />
      <NumberRow
        label="Oldest event"
        hint="60 to 86,400 s; empty: a day"
        unit="s"
        max={86_400}
        value={draft.maximumEventAgeSeconds ?? undefined}
        problem={problems.maximumEventAgeSeconds}
        changed={isChanged(props, "maximumEventAgeSeconds")}
        locked={locked}
        onChange={(value) => onChange({ ...draft, maximumEventAgeSeconds: value ?? null })}
      />
      <DestinationField
        label="What cannot be delivered"
        hint="goes to a queue; empty: it is dropped"
        value={draft.deadLetterQueueArn}
        problem={problems.deadLetterQueueArn}
        changed={isChanged(props, "deadLetterQueueArn")}
        locked={locked}
        onChange={(deadLetterQueueArn) => onChange({ ...draft, deadLetterQueueArn })}
      />
    </>
  );
}
