"use client";

import type { TopicDraft } from "@/lib/model/trigger-drafts/topic-draft";
import { DestinationField } from "./destination-field";
import { FilterWorkbench } from "./filter-workbench";
import { CodeRow, type FormProps, isChanged, SelectRow } from "./form-rows";
import { SourceField } from "./source-field";

/** Which messages of a topic reach the function. */
export function TopicForm(props: FormProps<TopicDraft>) {
  const { draft, saved, onChange, problems, locked } = props;
  const set = (edit: Partial<TopicDraft>) => onChange({ ...draft, ...edit });
  return (
    <div className="flex flex-col gap-3">
      {saved === undefined && (
        <SourceField
          kind="topics"
          noun="topic"
          value={draft.topicArn}
          problem={problems.topicArn}
          example="arn:aws:sns:us-east-1:123456789012:orders"
          onChange={(topicArn, isNew) => set({ topicArn, isNew })}
        />
      )}
      <CodeRow
        label="Filter policy"
        hint="Empty: every message. Changes take up to 15 minutes on AWS."
        placeholder={'{ "type": ["order.created"] }'}
        value={draft.filterPolicy}
        problem={problems.filterPolicy}
        changed={isChanged(props, "filterPolicy")}
        locked={locked}
        onChange={(filterPolicy) => set({ filterPolicy })}
      />
      <SelectRow
        label="It judges"
        value={draft.filterPolicyScope}
        locked={locked ?? (draft.filterPolicy === "" ? "Write a filter policy first." : undefined)}
        changed={isChanged(props, "filterPolicyScope")}
        onChange={(filterPolicyScope) => set({ filterPolicyScope })}
        options={[
          { value: "MessageAttributes", label: "the message's attributes" },
          { value: "MessageBody", label: "the message itself, as JSON" },
        ]}
      />
      {draft.filterPolicy !== "" && (
        <FilterWorkbench
          patterns={[draft.filterPolicy]}
          language={draft.filterPolicyScope === "MessageBody" ? "body" : "attributes"}
          source="sns"
        />
      )}
      <DestinationField
        label="What cannot be delivered"
        hint="goes to a queue; empty: it is dropped after SNS's retries"
        value={draft.deadLetterQueueArn}
        problem={problems.deadLetterQueueArn}
        changed={isChanged(props, "deadLetterQueueArn")}
        locked={locked}
        onChange={(deadLetterQueueArn) => set({ deadLetterQueueArn })}
      />
    </div>
  );
}
