import { choiceOperators } from "./choice-rules.ts";
import type { Workflow } from "./definition.ts";
import { checkIntrinsic } from "./intrinsics.ts";
import { isReferencePath, parsePath } from "./json-path.ts";

/** What is wrong with a definition, and where. */
export interface Diagnostic {
  code: string;
  message: string;
  /** `/States/First/Next` */
  location: string;
}

type Json = Record<string, unknown>;

const common = ["Type", "Comment", "QueryLanguage", "Assign"];
const flow = ["Next", "End"];
const paths = ["InputPath", "OutputPath"];
const results = ["Parameters", "ResultSelector", "ResultPath", "Retry", "Catch"];
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  Task: [
    ...flow,
    ...paths,
    ...results,
    "Resource",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
    "HeartbeatSeconds",
    "HeartbeatSecondsPath",
    "Credentials",
  ],
  Pass: [...flow, ...paths, "Parameters", "Result", "ResultPath"],
  Wait: [...flow, ...paths, "Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  Choice: [...paths, "Choices", "Default"],
  Parallel: [...flow, ...paths, ...results, "Branches"],
  Map: [
    ...flow,
    ...paths,
    ...results,
    "ItemProcessor",
    "Iterator",
    "ItemsPath",
    "ItemSelector",
    "MaxConcurrency",
    "MaxConcurrencyPath",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "Label",
  ],
  Succeed: paths,
  Fail: ["Error", "ErrorPath", "Cause", "CausePath"],
};

/** Fields that AWS knows and the engine does not do; each with its reason. */
const refused: Readonly<Record<string, string>> = {
  Assign: "variables are not kept; hand values on in the input",
  Credentials: "roles are not assumed",
  ToleratedFailureCount: "only distributed maps tolerate failures, and only inline ones are run",
  ToleratedFailurePercentage:
    "only distributed maps tolerate failures, and only inline ones are run",
  ItemReader: "only inline maps are run; hand the items on in the input",
  ItemBatcher: "only inline maps are run",
  ResultWriter: "only inline maps are run",
  Label: "only inline maps are run",
};

/**
 * Reads a definition in the Amazon States Language: the workflow, or what is wrong with it. What AWS would
 * take and the engine does not do is wrong here, and says so.
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
  const check = new Check();
  if (isObject(parsed)) {
    check.workflow(parsed, "", ["Version", "TimeoutSeconds"]);
    if (parsed.Version !== undefined && parsed.Version !== "1.0")
      check.fail("The version has to be 1.0", "/Version");
  } else check.fail("Expected a JSON object", "/");
  const { diagnostics } = check;
  return diagnostics.length === 0
    ? { workflow: parsed as unknown as Workflow, diagnostics }
    : { diagnostics };
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One walk over a definition, which notes what is wrong. */
class Check {
  readonly diagnostics: Diagnostic[] = [];

  fail(message: string, location: string, code = "SCHEMA_VALIDATION_FAILED"): void {
    this.diagnostics.push({ code, message, location });
  }

  workflow(given: unknown, at: string, more: readonly string[] = []): void {
    if (!isObject(given)) return this.fail("Expected a JSON object", at);
    for (const field of Object.keys(given))
      if (!["StartAt", "States", "Comment", "QueryLanguage", ...more].includes(field))
        this.fail(`Field '${field}' is not supported`, `${at}/${field}`);
    this.#language(given, at);
    const { States: states, StartAt: start } = given;
    if (!isObject(states) || Object.keys(states).length === 0)
      return this.fail("Field 'States' is required and holds at least one state", `${at}/States`);
    if (typeof start !== "string" || !(start in states))
      this.#missing("StartAt", start, `${at}/StartAt`);
    for (const [name, state] of Object.entries(states)) {
      if (name.length > 80) this.fail("A state's name has at most 80 characters", `${at}/States`);
      this.#state(state, states, `${at}/States/${name}`);
    }
    this.#reachable(states, start, at);
  }

  #state(state: unknown, states: Json, at: string): void {
    if (!isObject(state)) return this.fail("Expected a JSON object", at);
    const type = String(state.Type);
    const known = fieldsOf[type];
    if (!known)
      return this.fail(
        `'Type' has to be one of ${Object.keys(fieldsOf).join(", ")}, not '${type}'`,
        `${at}/Type`,
      );
    for (const field of Object.keys(state)) {
      if (refused[field] && (known.includes(field) || common.includes(field)))
        this.fail(
          `The local engine does not support ${field}: ${refused[field]}`,
          `${at}/${field}`,
        );
      else if (!known.includes(field) && !common.includes(field))
        this.fail(`Field '${field}' is not supported`, `${at}/${field}`);
    }
    this.#language(state, at);
    if (known.includes("Next")) this.#transition(state, states, at);
    this.#paths(state, at);
    for (const field of ["Parameters", "ResultSelector", "ItemSelector"])
      this.#template(state[field], `${at}/${field}`);
    this.#guards(state, states, at);
    if (type === "Task") this.#task(state, at);
    if (type === "Wait") this.#wait(state, at);
    if (type === "Choice") this.#choice(state, states, at);
    if (type === "Parallel") this.#parallel(state, at);
    if (type === "Map") this.#map(state, at);
    if (type === "Fail") this.#failState(state, at);
  }

  #language({ QueryLanguage: language }: Json, at: string): void {
    if (language !== undefined && language !== "JSONPath")
      this.fail(
        "The local engine does not support QueryLanguage JSONata: use JSONPath",
        `${at}/QueryLanguage`,
      );
  }

  #transition(state: Json, states: Json, at: string): void {
    const { Next: next, End: end } = state;
    if (next !== undefined) {
      if (end !== undefined) this.fail("'Next' and 'End' exclude each other", `${at}/End`);
      if (typeof next !== "string" || !(next in states)) this.#missing("Next", next, `${at}/Next`);
    } else if (end !== true) this.fail("Field 'Next' or 'End' is required", at);
  }

  #missing(field: string, target: unknown, at: string): void {
    this.fail(`Missing '${field}' target: ${String(target)}`, at, "MISSING_TRANSITION_TARGET");
  }

  #paths(state: Json, at: string): void {
    for (const [field, value] of Object.entries(state)) {
      if (!field.endsWith("Path") || value === null) continue;
      const mayCall = field === "ErrorPath" || field === "CausePath";
      if (typeof value !== "string" || !(isPath(value) || (mayCall && isCall(value))))
        this.fail(`Value is not a valid JSONPath`, `${at}/${field}`, "INVALID_PATH");
      else if (field === "ResultPath" && (value.startsWith("$$") || !isReferencePath(value)))
        this.fail(`Value is not a Reference Path: ResultPath`, `${at}/${field}`, "INVALID_PATH");
    }
  }

  #template(template: unknown, at: string): void {
    if (Array.isArray(template))
      return template.forEach((item, index) => this.#template(item, `${at}/${index}`));
    if (!isObject(template)) return;
    for (const [name, value] of Object.entries(template)) {
      if (!name.endsWith(".$")) this.#template(value, `${at}/${name}`);
      else if (typeof value !== "string" || !(isPath(value) || isCall(value)))
        this.fail(
          `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
          `${at}/${name}`,
        );
    }
  }

  #guards({ Retry: retry = [], Catch: catchers = [] }: Json, states: Json, at: string): void {
    for (const [field, list] of [["Retry", retry] as const, ["Catch", catchers] as const]) {
      if (!Array.isArray(list)) {
        this.fail("Expected an array", `${at}/${field}`);
        continue;
      }
      list.forEach((entry: unknown, index) => {
        const place = `${at}/${field}/${index}`;
        if (!isObject(entry)) return this.fail("Expected a JSON object", place);
        const { ErrorEquals: names, Next: next, MaxAttempts, IntervalSeconds, BackoffRate } = entry;
        if (!Array.isArray(names) || names.length === 0)
          this.fail("Field 'ErrorEquals' is required and not empty", `${place}/ErrorEquals`);
        else if (names.includes("States.ALL") && (names.length > 1 || index < list.length - 1))
          this.fail(
            `States.ALL must appear alone, and in the last ${field === "Retry" ? "retrier" : "catcher"}`,
            `${place}/ErrorEquals`,
          );
        if (field === "Catch" && (typeof next !== "string" || !(next in states)))
          this.#missing("Next", next, `${place}/Next`);
        this.#atLeast(IntervalSeconds, 1, `${place}/IntervalSeconds`);
        this.#atLeast(MaxAttempts, 0, `${place}/MaxAttempts`);
        this.#atLeast(BackoffRate, 1, `${place}/BackoffRate`);
      });
    }
  }

  #atLeast(value: unknown, least: number, at: string): void {
    if (value !== undefined && !(typeof value === "number" && value >= least))
      this.fail(`The value has to be ${least} or more`, at);
  }

  #task(state: Json, at: string): void {
    if (typeof state.Resource !== "string" || !state.Resource.startsWith("arn:"))
      this.fail("Value is not a valid resource ARN", `${at}/Resource`);
    this.#atLeast(state.TimeoutSeconds, 1, `${at}/TimeoutSeconds`);
    this.#atLeast(state.HeartbeatSeconds, 1, `${at}/HeartbeatSeconds`);
    this.#oneOf(state, ["TimeoutSeconds", "TimeoutSecondsPath"], at, false);
    this.#oneOf(state, ["HeartbeatSeconds", "HeartbeatSecondsPath"], at, false);
  }

  #wait(state: Json, at: string): void {
    this.#oneOf(state, ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"], at, true);
    this.#atLeast(state.Seconds, 0, `${at}/Seconds`);
    const { Timestamp: time } = state;
    if (time !== undefined && Number.isNaN(Date.parse(String(time))))
      this.fail("Value is not a valid timestamp", `${at}/Timestamp`);
  }

  #oneOf(state: Json, fields: readonly string[], at: string, isRequired: boolean): void {
    const given = fields.filter((field) => state[field] !== undefined);
    if (given.length > 1) this.fail(`Only one of ${given.join(", ")} may be given`, at);
    if (given.length === 0 && isRequired) this.fail(`One of ${fields.join(", ")} is required`, at);
  }

  #choice({ Choices: choices, Default: otherwise }: Json, states: Json, at: string): void {
    if (!Array.isArray(choices) || choices.length === 0)
      return this.fail("Field 'Choices' is required and not empty", `${at}/Choices`);
    choices.forEach((rule: unknown, index) => {
      const place = `${at}/Choices/${index}`;
      const next = isObject(rule) ? rule.Next : undefined;
      if (typeof next !== "string" || !(next in states))
        this.#missing("Next", next, `${place}/Next`);
      this.#rule(rule, place);
    });
    if (otherwise !== undefined && !(String(otherwise) in states))
      this.#missing("Default", otherwise, `${at}/Default`);
  }

  #rule(rule: unknown, at: string): void {
    if (!isObject(rule)) return this.fail("Expected a JSON object", at);
    for (const name of ["And", "Or"])
      if (name in rule) {
        const inner = rule[name];
        if (!Array.isArray(inner) || inner.length === 0)
          return this.fail("Expected an array of rules", `${at}/${name}`);
        return inner.forEach((one, index) => this.#rule(one, `${at}/${name}/${index}`));
      }
    if ("Not" in rule) return this.#rule(rule.Not, `${at}/Not`);
    if (typeof rule.Variable !== "string" || !isPath(rule.Variable))
      this.fail("Value is not a valid JSONPath", `${at}/Variable`, "INVALID_PATH");
    const operators = Object.keys(rule).filter((field) => choiceOperators.includes(field));
    if (operators.length !== 1)
      this.fail(
        operators.length === 0
          ? "A rule needs a comparison"
          : `Only one of ${operators.join(", ")} may be given`,
        at,
      );
  }

  #parallel({ Branches: branches }: Json, at: string): void {
    if (!Array.isArray(branches) || branches.length === 0)
      return this.fail("Field 'Branches' is required and not empty", `${at}/Branches`);
    branches.forEach((branch, index) => this.workflow(branch, `${at}/Branches/${index}`));
  }

  #map(state: Json, at: string): void {
    const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
    const processor = state[field];
    if (processor === undefined) return this.fail("Field 'ItemProcessor' is required", at);
    const config = isObject(processor) ? processor.ProcessorConfig : undefined;
    if (isObject(config) && config.Mode === "DISTRIBUTED")
      this.fail(
        "The local engine does not support distributed maps: only inline ones are run",
        `${at}/${field}/ProcessorConfig/Mode`,
      );
    this.workflow(processor, `${at}/${field}`, ["ProcessorConfig"]);
    this.#atLeast(state.MaxConcurrency, 0, `${at}/MaxConcurrency`);
  }

  #failState(state: Json, at: string): void {
    this.#oneOf(state, ["Error", "ErrorPath"], at, false);
    this.#oneOf(state, ["Cause", "CausePath"], at, false);
  }

  #reachable(states: Json, start: unknown, at: string): void {
    const seen = new Set<string>();
    const visit = (name: unknown): void => {
      if (typeof name !== "string" || seen.has(name) || !(name in states)) return;
      seen.add(name);
      const state = states[name];
      if (!isObject(state)) return;
      visit(state.Next);
      visit(state.Default);
      for (const field of ["Choices", "Catch"]) {
        const list = state[field];
        if (Array.isArray(list))
          for (const one of list) visit(isObject(one) ? one.Next : undefined);
      }
    };
    visit(start);
    for (const name of Object.keys(states))
      if (!seen.has(name))
        this.fail(`State "${name}" is not reachable.`, `${at}/States/${name}`, "UNREACHABLE_STATE");
  }
}

function isPath(text: string): boolean {
  try {
    parsePath(text.startsWith("$$") ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

function isCall(text: string): boolean {
  try {
    checkIntrinsic(text);
    return true;
  } catch {
    return false;
  }
}
