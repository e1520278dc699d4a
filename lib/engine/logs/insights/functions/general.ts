import { asBoolean, asNumber, asText, fromJson, Timestamp, type Value } from "../value.ts";
import type { FunctionTable } from "./functions.ts";

/** `case(condition, value, condition, value, ..., otherwise)`. */
function chooseCase(...values: Value[]): Value {
  for (let index = 0; index + 1 < values.length; index += 2)
    if (asBoolean(values[index])) return values[index + 1];
  return values.length % 2 === 1 ? values.at(-1) : undefined;
}

function parseJson(value: Value): Value {
  try {
    return fromJson(JSON.parse(asText(value) ?? ""));
  } catch {
    return undefined;
  }
}

export const generalFunctions: FunctionTable = {
  ispresent: { arity: [1, 1], apply: (value) => value !== undefined },
  coalesce: {
    arity: [1, Infinity],
    apply: (...values) => values.find((value) => value !== undefined),
  },
  case: { arity: [2, Infinity], apply: chooseCase },
  if: { arity: [2, 3], apply: chooseCase },
  jsonparse: { arity: [1, 1], apply: parseJson },
  jsonstringify: {
    arity: [1, 1],
    apply: (value) =>
      value === undefined
        ? undefined
        : value instanceof Timestamp
          ? asText(value)
          : JSON.stringify(value),
  },
  frommillis: {
    arity: [1, 1],
    apply: (value) => {
      const ms = asNumber(value);
      return ms === undefined ? undefined : new Timestamp(ms);
    },
  },
  tomillis: { arity: [1, 1], apply: asNumber },
};
