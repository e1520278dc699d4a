import type { Value } from "../value.ts";
import { addressFunctions } from "./address.ts";
import { generalFunctions } from "./general.ts";
import { numericFunctions } from "./numeric.ts";
import { textFunctions } from "./text.ts";

/** A function of values that are there or not; arguments of periods and conditions are read elsewhere. */
export interface QueryFunction {
  /** Fewest and most arguments. */
  arity: readonly [fewest: number, most: number];
  apply: (...values: Value[]) => Value;
}

export type FunctionTable = Readonly<Record<string, QueryFunction>>;

const functions = new Map(
  Object.entries({
    ...numericFunctions,
    ...textFunctions,
    ...addressFunctions,
    ...generalFunctions,
  }),
);

/** Functions that look at more than values: periods, or the time of the query. */
const special = new Set(["bin", "datefloor", "dateceil", "now"]);

/** Whether there is a function of that name, in lower case. */
export function isFunction(name: string): boolean {
  return functions.has(name) || special.has(name);
}

export function findFunction(name: string): QueryFunction | undefined {
  return functions.get(name);
}
