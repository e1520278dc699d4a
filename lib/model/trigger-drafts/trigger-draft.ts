import type { Trigger } from "../trigger";
import { type ApiDraft, apiDrafts } from "./api-draft";
import { type BucketDraft, bucketDrafts } from "./bucket-draft";
import type { DraftKind, DraftLine } from "./draft-kind";
import { type MappingDraft, mappingDrafts } from "./mapping-draft";
import { type RuleDraft, ruleDrafts } from "./rule-draft";
import { type ScheduleDraft, scheduleDrafts } from "./schedule-draft";
import { type TopicDraft, topicDrafts } from "./topic-draft";
import { type UrlDraft, urlDrafts } from "./url-draft";

/** A trigger as it is added, or as it is to become. */
export type TriggerDraft =
  | MappingDraft
  | BucketDraft
  | TopicDraft
  | RuleDraft
  | ScheduleDraft
  | UrlDraft
  | ApiDraft;

/** A trigger that can be edited here; others are changed where they come from. */
export type EditableTrigger = Extract<Trigger, { kind: TriggerDraft["kind"] }>;

const kinds = {
  mapping: mappingDrafts,
  bucket: bucketDrafts,
  topic: topicDrafts,
  rule: ruleDrafts,
  schedule: scheduleDrafts,
  url: urlDrafts,
  api: apiDrafts,
};

export function isEditable(trigger: Trigger): trigger is EditableTrigger {
  return Object.hasOwn(kinds, trigger.kind);
}

/** What a trigger is now, as a draft of what it may become. */
export function draftOf(trigger: EditableTrigger): TriggerDraft {
  return kindOf(trigger.kind).of(trigger);
}

/** What is wrong with a draft, by field. */
export function draftProblems(draft: TriggerDraft): Record<string, string> {
  return kindOf(draft.kind).problems(draft);
}

/** A draft as a person reads it. */
export function draftLines(draft: TriggerDraft): DraftLine[] {
  return kindOf(draft.kind).lines(draft);
}

/** Draft and trigger are of one kind, which the compiler cannot see through the table. */
function kindOf(kind: TriggerDraft["kind"]): DraftKind<TriggerDraft, EditableTrigger> {
  return kinds[kind] as unknown as DraftKind<TriggerDraft, EditableTrigger>;
}
