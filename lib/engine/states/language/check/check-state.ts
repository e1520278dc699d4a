import { checkAssign } from "./check-assign.ts";
import { checkExpressions, checkNumber } from "./check-expressions.ts";
import { checkGuards } from "./check-guards.ts";
import { checkChoices } from "./check-choices.ts";
import { checkMap } from "./check-map.ts";
import { checkPaths, checkTemplate } from "./check-paths.ts";
import { type Diagnostics, type Json, type StateCheck } from "./diagnostics.ts";
import { fieldProblem, hasField, stateTypes } from "./fields.ts";

/** Checks a workflow within a state: a branch, or what a Map does with an item. */
export type CheckInner = (
  given: unknown,
  at: string,
  /** Fields that it may have beside the common ones; and whether it is an execution of its own. */
  how?: { more: readonly string[]; isApart: boolean },
) => void;

export function checkState(check: StateCheck, told: Diagnostics, inner: CheckInner): void {
  const { state, states, at, language } = check;
  const type = String(state.Type);
  if (!stateTypes.includes(type))
    return told.fail(
      `'Type' has to be one of ${stateTypes.join(", ")}, not '${type}'`,
      `${at}/Type`,
    );
  for (const field of Object.keys(state)) {
    const problem = fieldProblem(type, field, language);
    if (problem !== undefined) told.fail(problem, at);
  }
  if (hasField(type, "Next")) checkTransition(state, states, at, told);
  if (language === "JSONata") checkJsonataFields(state, at, told);
  else {
    checkPaths(state, at, told);
    for (const field of ["Parameters", "ResultSelector", "ItemSelector", "Assign"])
      checkTemplate(state[field], `${at}/${field}`, told);
  }
  checkAssign(state.Assign, `${at}/Assign`, check, told);
  checkGuards(check, told);
  if (type === "Task") checkTask(check, told);
  if (type === "Wait") checkWait(check, told);
  if (type === "Choice") checkChoices(check, told);
  if (type === "Parallel") checkParallel(state, at, told, inner);
  if (type === "Map") checkMap(check, told, inner);
  if (type === "Fail") {
    told.oneOf(state, ["Error", "ErrorPath"], at, false);
    told.oneOf(state, ["Cause", "CausePath"], at, false);
  }
}

function checkTransition(state: Json, states: Json, at: string, told: Diagnostics): void {
  const { Next: next, End: end } = state;
  if (next !== undefined) {
    if (end !== undefined) told.fail("'Next' and 'End' exclude each other", `${at}/End`);
    told.target(next, states, `${at}/Next`);
  } else if (end !== true) told.fail("Field 'Next' or 'End' is required", at);
}

/** Figures are checked with their states; Condition and Catch with their lists. */
function checkJsonataFields(state: Json, at: string, told: Diagnostics): void {
  const hasResult = ["Task", "Parallel", "Map"].includes(String(state.Type));
  for (const field of ["Output", "Assign"])
    checkExpressions(state[field], `${at}/${field}`, hasResult ? "result" : undefined, told);
  for (const field of ["Arguments", "Items", "ItemSelector", "Timestamp", "Error", "Cause"])
    checkExpressions(state[field], `${at}/${field}`, undefined, told);
}

function checkTask(check: StateCheck, told: Diagnostics): void {
  const { state, at } = check;
  if (typeof state.Resource !== "string" || !state.Resource.startsWith("arn:"))
    told.fail("Value is not a valid resource ARN", `${at}/Resource`);
  for (const field of ["TimeoutSeconds", "HeartbeatSeconds"]) {
    checkNumber(check, field, 1, told);
    told.oneOf(state, [field, `${field}Path`], at, false);
  }
}

function checkWait(check: StateCheck, told: Diagnostics): void {
  const { state, at, language } = check;
  told.oneOf(state, ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"], at, true);
  checkNumber(check, "Seconds", 0, told);
  const { Timestamp: time } = state;
  const isExpression = language === "JSONata" && typeof time === "string" && time.startsWith("{%");
  if (time !== undefined && !isExpression && Number.isNaN(Date.parse(String(time))))
    told.fail("Value is not a valid timestamp", `${at}/Timestamp`);
}

function checkParallel(
  { Branches: branches }: Json,
  at: string,
  told: Diagnostics,
  inner: CheckInner,
): void {
  if (!Array.isArray(branches) || branches.length === 0)
    return told.fail("Field 'Branches' is required and not empty", `${at}/Branches`);
  branches.forEach((branch, index) => inner(branch, `${at}/Branches[${index}]`));
}
