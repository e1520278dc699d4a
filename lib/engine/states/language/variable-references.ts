import { assignedNames } from "./check/check-assign.ts";
import { isObject } from "./check/diagnostics.ts";
import type { State, Workflow } from "./definition.ts";
import { expressionOf } from "./jsonata/expression.ts";
import { innerOf } from "./read-definition.ts";

/** Which of the machine's variables each of its states reads; states that read none are left out. */
export function variableReferences(workflow: Workflow): Record<string, string[]> {
  const all = workflowsIn(workflow);
  const names = new Set(all.flatMap(({ States }) => [...assignedNames(States)]));
  const entries = all.flatMap(({ States }) =>
    Object.entries(States).map(([state, own]): [string, string[]] => [
      state,
      [...read(own, names)],
    ]),
  );
  return Object.fromEntries(entries.filter(([, found]) => found.length > 0));
}

const workflowsIn = (workflow: Workflow): Workflow[] => [
  workflow,
  ...Object.values(workflow.States).flatMap((state) => innerOf(state).flatMap(workflowsIn)),
];

function read(state: State, names: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const item of value as unknown[]) walk(item, field);
    else if (isObject(value)) walkMembers(value);
    else if (typeof value === "string") {
      const text = state.QueryLanguage === "JSONata" ? expressionOf(value) : pathIn(value, field);
      for (const [, name = ""] of (text ?? "").matchAll(/\$(\p{ID_Start}\p{ID_Continue}*)/gu))
        if (names.has(name)) found.add(name);
    }
  };
  const walkMembers = (members: object): void => {
    for (const [name, value] of Object.entries(members) as [string, unknown][])
      if (!["Branches", "ItemProcessor", "Iterator"].includes(name)) walk(value, name);
  };
  walkMembers(state);
  return found;
}

/** A path or a call of functions, without the texts in it; undefined: the field has none. */
function pathIn(value: string, field: string): string | undefined {
  const isPath = field.endsWith("Path") || field.endsWith(".$") || field === "Variable";
  return isPath ? value.replace(/'(?:[^'\\]|\\.)*'/g, "") : undefined;
}
