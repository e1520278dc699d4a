"use client";

import type { TriggerDraft } from "@/lib/model/trigger-drafts/trigger-draft";
import { ApiForm } from "./api-form";
import { BucketForm } from "./bucket-form";
import type { FormProps } from "./form-rows";
import { MappingForm } from "./mapping-form";
import { RuleForm } from "./rule-form";
import { ScheduleForm } from "./schedule-form";
import { TopicForm } from "./topic-form";
import { UrlForm } from "./url-form";

/** The form of a trigger's kind, for a new one and for one that is there. */
export function DraftForm({ draft, saved, ...rest }: FormProps<TriggerDraft>) {
  switch (draft.kind) {
    case "mapping":
      return <MappingForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
    case "bucket":
      return <BucketForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
    case "topic":
      return <TopicForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
    case "rule":
      return <RuleForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
    case "schedule":
      return <ScheduleForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
    case "url":
      return <UrlForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
    case "api":
      return <ApiForm draft={draft} saved={saved as typeof draft | undefined} {...rest} />;
  }
}
