import type {
  ChoiceState,
  ExitFields,
  ParallelState,
  PassState,
  SucceedState,
  TaskState,
  WaitState,
} from "./definition.ts";
import { evaluateAs, evaluateTemplate, type JsonataScope } from "./jsonata/expression.ts";
import { ruleApplies } from "./jsonpath/choice-rules.ts";
import {
  type DataFields,
  effectiveInput,
  fillTemplate,
  outputOf,
  placeResult,
  selectInput,
  selectOutput,
} from "./jsonpath/data-flow.ts";
import type { Catcher } from "./retry.ts";
import type { Scope } from "./scope.ts";
import { runtimeError } from "./state-error.ts";

/** What a state leaves behind: its output, and values for variables. */
export interface Exit {
  output: unknown;
  assigned?: Readonly<Record<string, unknown>>;
}

type Fields = DataFields & ExitFields & { QueryLanguage: "JSONPath" | "JSONata" };

/** What a Task or the branches of a Parallel are handed: Parameters or Arguments, else the input. */
export function argumentsOf(state: TaskState | ParallelState, scope: Scope): unknown {
  if (state.QueryLanguage === "JSONPath") return effectiveInput(state, scope);
  if (state.Arguments === undefined) return scope.input;
  return evaluateTemplate(state.Arguments, "Arguments", scope);
}

/** How a Task, Parallel or Map is left that came to `result`. */
export function exitWithResult(state: Fields, result: unknown, scope: Scope): Exit {
  if (state.QueryLanguage === "JSONata")
    return evaluateExit(state, "", { ...scope, result }, result);
  return { output: outputOf(state, result, scope), ...assigned(state, result, scope) };
}

/** How a state is left whose failure its Catcher number `index` has caught. */
export function exitCaught(
  { QueryLanguage: language }: Fields,
  catcher: Catcher,
  index: number,
  errorOutput: { Error: string; Cause: string },
  scope: Scope,
): Exit {
  if (language === "JSONata")
    return evaluateExit(catcher, `Catch[${index}]/`, { ...scope, errorOutput }, errorOutput);
  return {
    output: placeResult(catcher.ResultPath, errorOutput, scope.input),
    ...assigned(catcher, errorOutput, scope),
  };
}

export function exitOfPass(state: PassState, scope: Scope): Exit {
  if (state.QueryLanguage === "JSONata") return evaluateExit(state, "", scope, scope.input);
  const given = effectiveInput(state, scope);
  const result = state.Result === undefined ? given : state.Result;
  return { output: outputOf(state, result, scope), ...assigned(state, result, scope) };
}

export function exitOfWait(state: WaitState, scope: Scope): Exit {
  if (state.QueryLanguage === "JSONata") return evaluateExit(state, "", scope, scope.input);
  const given = selectInput(state, scope);
  return { output: selectOutput(state, given, scope), ...assigned(state, given, scope) };
}

export function exitOfSucceed(state: SucceedState, scope: Scope): Exit {
  if (state.QueryLanguage === "JSONata") return evaluateExit(state, "", scope, scope.input);
  return { output: selectOutput(state, selectInput(state, scope), scope) };
}

/** Where a Choice goes, by its first rule that applies, else by its Default. */
export function exitOfChoice(state: ChoiceState, scope: Scope): Exit & { next: string } {
  const isJsonata = state.QueryLanguage === "JSONata";
  const given = isJsonata ? scope.input : selectInput(state, scope);
  const index = state.Choices.findIndex((rule, at) =>
    isJsonata
      ? evaluateAs(["boolean"], rule.Condition, `Choices[${at}]/Condition`, scope)
      : ruleApplies(rule, { ...scope, input: given }),
  );
  const rule = state.Choices[index];
  const next = rule?.Next ?? state.Default;
  if (next === undefined)
    throw runtimeError(
      "Failed to transition out of the state. The state does not point to a next state.",
    );
  // Output and Assign of the state itself are for its Default.
  const fields = rule ?? state;
  if (isJsonata) {
    const at = rule ? `Choices[${index}]/` : "";
    return { ...evaluateExit(fields, at, scope, scope.input), next };
  }
  return { output: selectOutput(state, given, scope), ...assigned(fields, given, scope), next };
}

function evaluateExit(
  { Output: output, Assign: assign }: ExitFields,
  at: string,
  scope: JsonataScope,
  otherwise: unknown,
): Exit {
  return {
    output: output === undefined ? otherwise : evaluateTemplate(output, `${at}Output`, scope),
    ...(assign && {
      assigned: evaluateTemplate(assign, `${at}Assign`, scope) as Record<string, unknown>,
    }),
  };
}

/** In a JSONPath state, `$` of Assign is what the state came to. */
function assigned({ Assign: assign }: ExitFields, input: unknown, scope: Scope): Partial<Exit> {
  if (assign === undefined) return {};
  return { assigned: fillTemplate(assign, { ...scope, input }) as Record<string, unknown> };
}
