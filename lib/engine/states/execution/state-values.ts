import { createHash } from "node:crypto";
import type { FailState, MapState, TaskState, WaitState } from "../language/definition.ts";
import { evaluateAs, evaluateInteger, expressionOf } from "../language/jsonata/expression.ts";
import { evaluate, selectInput } from "../language/jsonpath/data-flow.ts";
import type { Scope } from "../language/scope.ts";
import { QueryError, runtimeError, StateError } from "../language/state-error.ts";
import type { MapItem } from "./run.ts";

/** AWS's limit of a state's input or result, in bytes. */
const largestData = 262_144;

type FigureName =
  | "TimeoutSeconds"
  | "HeartbeatSeconds"
  | "MaxConcurrency"
  | "ToleratedFailureCount"
  | "MaxItems"
  | "MaxItemsPerBatch"
  | "MaxInputBytesPerBatch";

type Figures = { readonly [Name in FigureName]?: number | string } & {
  readonly [Name in `${FigureName}Path`]?: string;
};

/** A figure of a state: its own, or the one that its path or its expression leads to. */
export function figureOf(
  state: Figures & Pick<TaskState, "QueryLanguage">,
  field: FigureName,
  scope: Scope,
  at = "",
): number | undefined {
  const { [field]: own, [`${field}Path` as const]: path } = state;
  if (state.QueryLanguage === "JSONPath") return atPath(own, path, scope);
  if (own === undefined) return undefined;
  const least = field === "TimeoutSeconds" || field === "HeartbeatSeconds" ? 1 : 0;
  return evaluateInteger(own, { field: `${at}${field}`, least }, scope);
}

/** The part of its items that a distributed Map may fail, in percent; undefined: none is said. */
export function toleratedPercentage(state: MapState, scope: Scope): number | undefined {
  const field = "ToleratedFailurePercentage";
  const { [field]: own, ToleratedFailurePercentagePath: path } = state;
  if (state.QueryLanguage === "JSONPath") return atPath(own, path, scope);
  if (own === undefined) return undefined;
  return evaluateAs(["number"], own, field, scope) as number;
}

function atPath(
  own: number | string | undefined,
  path: string | undefined,
  scope: Scope,
): number | undefined {
  if (path === undefined) return own as number | undefined;
  const value = evaluate(path, scope, "Path");
  if (typeof value === "number" && value >= 0) return value;
  throw runtimeError(`The path ${path} has to lead to a number that is not below 0`);
}

/** When a Wait state is over. */
export function waitUntil(state: WaitState, scope: Scope, nowMs: number): number {
  const { Timestamp: time, TimestampPath: timePath, Seconds: seconds } = state;
  if (state.QueryLanguage === "JSONata") {
    if (time === undefined)
      return nowMs + evaluateInteger(seconds, { field: "Seconds" }, scope) * 1000;
    const value = evaluateAs(["string"], time, "Timestamp", scope) as string;
    const ms = timeOf(value);
    if (ms !== undefined) return ms;
    throw new QueryError(
      `The JSONata expression '${expressionOf(time) ?? ""}' specified for the field 'Timestamp' returned no timestamp in ISO 8601: ${JSON.stringify(value)}`,
      "Timestamp",
    );
  }
  const given = { ...scope, input: selectInput(state, scope) };
  if (time !== undefined || timePath !== undefined) {
    const value = timePath === undefined ? time : evaluate(timePath, given, "TimestampPath");
    const ms = timeOf(value);
    if (ms === undefined) throw runtimeError(`${String(value)} is no timestamp`);
    return ms;
  }
  return nowMs + (atPath(seconds, state.SecondsPath, given) ?? 0) * 1000;
}

function timeOf(value: unknown): number | undefined {
  const isTime =
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const ms = isTime ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

export function failureOf(state: FailState, scope: Scope): StateError {
  const read = (field: "Error" | "Cause"): string => {
    const own = state[field];
    const path = state[`${field}Path`];
    if (path !== undefined) return String(evaluate(path, scope, `${field}Path`));
    if (state.QueryLanguage === "JSONata" && own !== undefined)
      return evaluateAs(["string"], own, field, scope) as string;
    return own ?? "";
  };
  return new StateError(read("Error"), read("Cause"));
}

/** An item of a Map: what its processor is handed, and what the context object tells of it. */
export interface Item {
  input: unknown;
  told: Omit<MapItem, "Index">;
}

/** The items of a Map, by the Items or ItemsPath of the state. Of an object these are its members. */
export function itemsOf(state: MapState, name: string, scope: Scope): Item[] {
  const plain = (value: unknown): Item => ({ input: value, told: { Value: value } });
  if (state.QueryLanguage === "JSONata") {
    if (state.Items === undefined) {
      if (Array.isArray(scope.input)) return scope.input.map(plain);
      throw new QueryError(`The input of the Map state '${name}' has to be an array.`, "Items");
    }
    const items = evaluateAs(["array", "object"], state.Items, "Items", scope) as object;
    if (Array.isArray(items)) return items.map(plain);
    return Object.entries(items).map(([Key, Value]: [string, unknown]) => ({
      input: { Key, Value },
      told: { Key, Value },
    }));
  }
  const given = { ...scope, input: selectInput(state, scope) };
  const items = evaluate(state.ItemsPath ?? "$", given, "ItemsPath");
  if (Array.isArray(items)) return items.map(plain);
  throw runtimeError(
    `Reference path "${state.ItemsPath ?? "$"}" must point to array in the state '${name}'.`,
  );
}

/** Throws States.DataLimitExceeded. */
export function checkSize(value: unknown, name: string): void {
  if (Buffer.byteLength(JSON.stringify(value) ?? "") <= largestData) return;
  throw new StateError(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Random numbers that are the same when the run is played again. */
export function seeded(seed: string): () => number {
  let count = 0;
  return () =>
    createHash("sha256").update(`${seed} ${count++}`).digest().readUInt32BE(0) / 0x1_0000_0000;
}
