import { expect, test } from "vitest";
import { changeKey, type PlannedChange } from "./concurrency-plan";
import {
  cleared,
  type DraftPlan,
  emptyDraft,
  redoneEdit,
  undoneEdit,
  withChanges,
  withoutChange,
} from "./draft-plan";

const reserved = (after: number | null, functionName = "f"): PlannedChange => ({
  kind: "reserved",
  functionName,
  before: 20,
  after,
});
const withChange = (draft: DraftPlan, change: PlannedChange, nowMs: number) =>
  withChanges(draft, [change], nowMs);
const provisioned = (qualifier: string): PlannedChange => ({
  kind: "provisioned",
  functionName: "f",
  qualifier,
  before: null,
  after: 3,
});

test("a later edit of a setting takes the place of the earlier one; another setting joins it", () => {
  let draft = withChange(emptyDraft, reserved(30), 0);
  draft = withChange(draft, provisioned("live"), 0);
  draft = withChange(draft, provisioned("next"), 0);
  draft = withChange(draft, reserved(40), 0);
  expect(draft.changes).toEqual([reserved(40), provisioned("live"), provisioned("next")]);
});

test("a setting that is back at what AWS has leaves the plan", () => {
  const draft = withChange(withChange(emptyDraft, reserved(30), 0), reserved(20), 0);
  expect(draft.changes).toEqual([]);
  expect(withChange(emptyDraft, reserved(20), 0)).toBe(emptyDraft);
});

test("edits are undone and redone one by one; a new edit ends the way forth", () => {
  let draft = withChange(emptyDraft, reserved(30), 0);
  draft = withChange(draft, reserved(50, "g"), 0);
  draft = withoutChange(draft, changeKey(reserved(30)));
  expect(draft.changes).toEqual([reserved(50, "g")]);
  draft = undoneEdit(undoneEdit(draft));
  expect(draft.changes).toEqual([reserved(30)]);
  draft = redoneEdit(draft);
  expect(draft.changes).toEqual([reserved(30), reserved(50, "g")]);
  draft = withChange(draft, reserved(31), 5_000);
  expect(redoneEdit(draft)).toBe(draft);
  draft = undoneEdit(cleared(draft));
  expect(draft.changes).toEqual([reserved(31), reserved(50, "g")]);
  expect(undoneEdit(emptyDraft)).toBe(emptyDraft);
});

test("a key held down is one step of undo, a pause begins the next", () => {
  let draft = withChange(emptyDraft, reserved(21), 1_000);
  for (let step = 1; step <= 20; step += 1)
    draft = withChange(draft, reserved(21 + step), 1_000 + step * 30);
  draft = withChange(draft, reserved(60), 9_000);
  expect(undoneEdit(draft).changes).toEqual([reserved(41)]);
  expect(undoneEdit(undoneEdit(draft)).changes).toEqual([]);
});

test("what a drag has changed together is undone together", () => {
  let draft = withChange(emptyDraft, reserved(30), 0);
  draft = withChanges(draft, [reserved(20), reserved(25, "g")], 50);
  expect(draft.changes).toEqual([reserved(25, "g")]);
  expect(undoneEdit(draft).changes).toEqual([reserved(30)]);
});
