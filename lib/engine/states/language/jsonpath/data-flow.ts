import type { Scope } from "../scope.ts";
import { LanguageError, MissingPath, runtimeError, StateError } from "../state-error.ts";
import { callIntrinsic } from "./intrinsics.ts";
import { bracketed, parsePath, readPath, writePath } from "./json-path.ts";

/** The fields of a state that shape its input and output. */
export interface DataFields {
  InputPath?: string | null;
  Parameters?: unknown;
  ResultSelector?: unknown;
  ResultPath?: string | null;
  OutputPath?: string | null;
}

/** The value at a path, or a function's. Throws MissingPath where there is none. */
export function evaluate(path: string, scope: Scope, field: string): unknown {
  if (path.startsWith("States."))
    return callIntrinsic(path, {
      read: (inner) => evaluate(inner, scope, field),
      random: () => scope.random(),
    });
  const inContext = path.startsWith("$$");
  let value: unknown;
  let source: unknown;
  try {
    const plain = inContext ? path.slice(1) : path;
    const { variable } = parsePath(plain);
    if (variable !== undefined) source = readVariable(variable, path, field, scope);
    else source = inContext ? scope.context : scope.input;
    value = readPath(plain, source);
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw runtimeError(error instanceof Error ? error.message : String(error));
  }
  if (value !== undefined) return value;
  throw new MissingPath(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(source)}'`,
  );
}

function readVariable(name: string, path: string, field: string, { variables }: Scope): unknown {
  const json = variables.json(name);
  if (json !== undefined) return JSON.parse(json);
  throw new MissingPath(
    `The JSONPath '${path}' specified for the field '${field}' refers to the variable '${name}', to which nothing was assigned`,
  );
}

/** A payload template: in members whose names end in `.$` the path is replaced by what it leads to. */
export function fillTemplate(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(".$") && typeof value === "string"
        ? [name.slice(0, -2), evaluate(value, scope, name)]
        : [name, fillTemplate(value, scope)],
    ),
  );
}

/** What InputPath leaves of the input; null: an empty object. */
export function selectInput({ InputPath: path }: DataFields, scope: Scope): unknown {
  if (path === null) return {};
  return path === undefined ? scope.input : atPath(path, scope, "InputPath");
}

/** What InputPath and Parameters make of a state's input. */
export function effectiveInput(fields: DataFields, scope: Scope): unknown {
  const input = selectInput(fields, scope);
  return fields.Parameters === undefined
    ? input
    : fillTemplate(fields.Parameters, { ...scope, input });
}

/** What ResultSelector, ResultPath and OutputPath make of a result; `scope.input` is the state's own input. */
export function outputOf(fields: DataFields, result: unknown, scope: Scope): unknown {
  const selected =
    fields.ResultSelector === undefined
      ? result
      : fillTemplate(fields.ResultSelector, { ...scope, input: result });
  return selectOutput(fields, placeResult(fields.ResultPath, selected, scope.input), scope);
}

/** The input with a result at ResultPath; null leaves the input as it was. */
export function placeResult(
  path: string | null | undefined,
  result: unknown,
  input: unknown,
): unknown {
  if (path === null) return input;
  if (path === undefined || path === "$") return result;
  if (typeof input !== "object" || input === null)
    throw new LanguageError(
      "States.ResultPathMatchFailure",
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
    );
  return writePath(path, input, result);
}

export function selectOutput(
  { OutputPath: path }: DataFields,
  value: unknown,
  scope: Scope,
): unknown {
  if (path === null) return {};
  return path === undefined ? value : atPath(path, { ...scope, input: value }, "OutputPath");
}

/** Paths of these fields fail an execution for good when they lead nowhere. */
function atPath(path: string, scope: Scope, field: string): unknown {
  try {
    return evaluate(path, scope, field);
  } catch (error) {
    if (!(error instanceof MissingPath)) throw error;
    throw runtimeError(`Invalid path '${path}' : No results for path: ${bracketed(path)}`);
  }
}
