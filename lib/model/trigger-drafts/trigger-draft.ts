import { sourceName, type Trigger } from "../trigger";
import { type ApiDraft, apiDrafts, routeKeyOf } from "./api-draft";
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

/** The fields in which two drafts of one trigger differ. */
export function changedFields(before: TriggerDraft, after: TriggerDraft): string[] {
  const values: Record<string, unknown> = { ...before };
  return Object.entries(after)
    .filter(([field, value]) => JSON.stringify(values[field]) !== JSON.stringify(value))
    .map(([field]) => field);
}

/** What a change is shown as: the lines that differ, and those that come or go. */
export function draftChanges(
  before: TriggerDraft,
  after: TriggerDraft,
): { label: string; before?: string; after?: string }[] {
  const was = new Map(draftLines(before).map(({ label, value }) => [label, value]));
  const becomes = new Map(draftLines(after).map(({ label, value }) => [label, value]));
  return [...new Set([...was.keys(), ...becomes.keys()])]
    .filter((label) => was.get(label) !== becomes.get(label))
    .map((label) => ({ label, before: was.get(label), after: becomes.get(label) }));
}

/** What is sent of a change: of a mapping what differs, of other triggers all. */
export function editOf(before: TriggerDraft, after: TriggerDraft): object {
  if (after.kind !== "mapping") return after;
  const fields = changedFields(before, after);
  return Object.fromEntries(Object.entries(after).filter(([field]) => fields.includes(field)));
}

/** What people know its source by. */
export function draftName(draft: TriggerDraft): string {
  switch (draft.kind) {
    case "mapping":
      return sourceName(draft.eventSourceArn);
    case "bucket":
      return draft.bucket;
    case "topic":
      return draft.isNew ? draft.topicArn : sourceName(draft.topicArn);
    case "rule":
    case "schedule":
      return draft.name;
    case "url":
      return "a function URL";
    case "api":
      return `${draft.apiName} ${routeKeyOf(draft)}`;
  }
}

/** Draft and trigger are of one kind, which the compiler cannot see through the table. */
function kindOf(kind: TriggerDraft["kind"]): DraftKind<TriggerDraft, EditableTrigger> {
  return kinds[kind] as unknown as DraftKind<TriggerDraft, EditableTrigger>;
}
