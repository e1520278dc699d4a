import type { QueryLanguage } from "../definition.ts";
import { assignedNames } from "./check-assign.ts";
import { checkState } from "./check-state.ts";
import { type Diagnostics, isObject, type Json } from "./diagnostics.ts";

interface Around {
  language: QueryLanguage;
  outer: ReadonlySet<string>;
}

/** Checks a machine, a branch or a Map's processor: `more` are fields that this one has beside the common ones. */
export function checkWorkflow(
  given: unknown,
  at: string,
  { language, outer }: Around,
  told: Diagnostics,
  more: readonly string[] = [],
): void {
  if (!isObject(given)) return told.fail("Expected a JSON object", at);
  for (const field of Object.keys(given))
    if (!["StartAt", "States", "Comment", ...more].includes(field))
      told.fail(`Field '${field}' is not supported`, at || "/");
  const { States: states, StartAt: start } = given;
  if (!isObject(states) || Object.keys(states).length === 0)
    return told.fail("Field 'States' is required and holds at least one state", `${at}/States`);
  if (typeof start !== "string" || !Object.hasOwn(states, start))
    told.fail(
      `Missing 'StartAt' target: ${String(start)}`,
      `${at}/StartAt`,
      "MISSING_TRANSITION_TARGET",
    );
  const own = assignedNames(states);
  const around = { language, outer: new Set([...outer, ...own]) };
  for (const [name, state] of Object.entries(states)) {
    const place = `${at}/States/${name}`;
    if (name.length > 80) told.fail("A state's name has at most 80 characters", place);
    if (!isObject(state)) {
      told.fail("Expected a JSON object", place);
      continue;
    }
    const check = {
      state,
      states,
      at: place,
      outer,
      language: languageOf(state, place, language, told),
    };
    checkState(check, told, (inner, innerAt, how) =>
      checkWorkflow(
        inner,
        innerAt,
        how?.isApart ? { language, outer: new Set() } : around,
        told,
        how?.more,
      ),
    );
  }
  if (Object.values(states).some(isLast)) checkReachable(states, start, at, told);
  else told.fail("Workflow has no terminal state", undefined, "MISSING_END_STATE");
}

/** The language of a state: its own, or that of the machine, whatever the states around it say. */
function languageOf(
  { QueryLanguage: own }: Json,
  at: string,
  language: QueryLanguage,
  told: Diagnostics,
): QueryLanguage {
  if (own === undefined) return language;
  if (own !== "JSONata" && own !== "JSONPath") {
    told.fail("The QueryLanguage has to be JSONPath or JSONata", `${at}/QueryLanguage`);
    return language;
  }
  if (own === "JSONPath" && language === "JSONata")
    told.fail(
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      at,
    );
  return own;
}

const isLast = (state: unknown): boolean =>
  isObject(state) && (state.End === true || state.Type === "Succeed" || state.Type === "Fail");

function checkReachable(states: Json, start: unknown, at: string, told: Diagnostics): void {
  const seen = new Set<string>();
  const waiting: unknown[] = [start];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (typeof name !== "string" || seen.has(name) || !Object.hasOwn(states, name)) continue;
    seen.add(name);
    const state = states[name];
    if (!isObject(state)) continue;
    waiting.push(state.Next, state.Default);
    for (const list of [state.Choices, state.Catch])
      if (Array.isArray(list))
        for (const one of list as unknown[]) waiting.push(isObject(one) ? one.Next : undefined);
  }
  for (const name of Object.keys(states))
    if (!seen.has(name))
      told.fail(
        `State "${name}" is not reachable.`,
        `${at}/States/${name}`,
        "MISSING_TRANSITION_TARGET",
      );
}
