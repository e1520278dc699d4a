import { checkWorkflow } from "./check/check-workflow.ts";
import { type Diagnostic, Diagnostics, isObject, type Json } from "./check/diagnostics.ts";
import type { QueryLanguage, State, Workflow } from "./definition.ts";

/**
 * Reads a definition in the Amazon States Language: the workflow, whose states all say their language then, or
 * what is wrong with it. What AWS would take and the engine does not do is wrong here, and says so.
 */
export function readDefinition(text: string): {
  workflow?: Workflow;
  diagnostics: Diagnostic[];
} {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    const message = "Expected a JSON object: the definition is not valid JSON";
    return { diagnostics: [{ code: "INVALID_JSON_DESCRIPTION", message, location: "/" }] };
  }
  const told = new Diagnostics();
  if (isObject(parsed)) {
    const language = machineLanguage(parsed, told);
    checkMachine(parsed, language, told);
    if (told.all.length === 0) {
      const workflow = parsed as unknown as Workflow;
      sayLanguage(workflow, language);
      return { workflow, diagnostics: [] };
    }
  } else told.fail("Expected a JSON object", "/");
  return { diagnostics: told.all };
}

/** Reads a state that stands by itself: where it goes on to is not looked for. */
export function readState(text: string): { state?: State; diagnostics: Diagnostic[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const targets = isObject(parsed) ? targetsOf(parsed) : [];
  const others = targets.map((name) => [name, { Type: "Succeed" }]);
  const States = { ...Object.fromEntries(others), [tested]: parsed } as Json;
  const told = new Diagnostics();
  const language = isObject(parsed) && parsed.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
  checkMachine({ StartAt: tested, States }, language, told);
  const workflow = { StartAt: tested, States } as unknown as Workflow;
  if (told.all.length === 0) sayLanguage(workflow, language);
  const state = workflow.States[tested];
  const diagnostics = told.all.map(({ location, ...one }) => ({
    ...one,
    ...(location !== undefined && { location: location.replace(`/States/${tested}`, "") || "/" }),
  }));
  return state && diagnostics.length === 0 ? { state, diagnostics } : { diagnostics };
}

/** No state of a caller's has this name. */
const tested = "\u0000";

function targetsOf(state: Json): string[] {
  const lists = [state.Choices, state.Catch].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  const targets = [state.Next, state.Default, ...lists.map((one) => isObject(one) && one.Next)];
  return [...new Set(targets.filter((name) => typeof name === "string"))];
}

function machineLanguage({ QueryLanguage: own }: Json, told: Diagnostics): QueryLanguage {
  if (own === "JSONata") return own;
  if (own !== undefined && own !== "JSONPath")
    told.fail("The QueryLanguage has to be JSONPath or JSONata", "/QueryLanguage");
  return "JSONPath";
}

function checkMachine(machine: Json, language: QueryLanguage, told: Diagnostics): void {
  const more = ["Version", "TimeoutSeconds", "QueryLanguage"];
  try {
    checkWorkflow(machine, "", { language, outer: new Set() }, told, more);
  } catch (error) {
    // The only one that a definition can cause: its texts, templates and workflows are walked through.
    if (!(error instanceof RangeError)) throw error;
    told.fail("The definition is nested too deeply", "/");
  }
  if (machine.Version !== undefined && machine.Version !== "1.0")
    told.fail("The version has to be 1.0", "/Version");
  told.atLeast(machine.TimeoutSeconds, 1, "/TimeoutSeconds");
}

/** Makes every state say its language; those within a Parallel or Map have the machine's, where they say none. */
function sayLanguage(workflow: Workflow, language: QueryLanguage): void {
  for (const state of Object.values(workflow.States)) {
    state.QueryLanguage ??= language;
    for (const inner of innerOf(state)) sayLanguage(inner, language);
  }
}

/** The workflows within a state. */
export function innerOf(state: State): Workflow[] {
  if (state.Type === "Parallel") return state.Branches;
  const processor = state.Type === "Map" ? (state.ItemProcessor ?? state.Iterator) : undefined;
  return processor ? [processor] : [];
}
