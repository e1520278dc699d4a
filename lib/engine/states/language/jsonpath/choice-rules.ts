import type { Scope } from "../scope.ts";
import { evaluate } from "./data-flow.ts";
import { MissingPath, runtimeError } from "../state-error.ts";

export type ChoiceRule = Readonly<Record<string, unknown>>;

type Comparison = (value: unknown, wanted: unknown) => boolean;

const isText = (value: unknown): value is string => typeof value === "string";
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const timeOf = (value: unknown): number | undefined =>
  isText(value) && timePattern.test(value) ? Date.parse(value) : undefined;

const ordered: Readonly<Record<string, (one: number | string, other: number | string) => boolean>> =
  {
    Equals: (one, other) => one === other,
    LessThan: (one, other) => one < other,
    GreaterThan: (one, other) => one > other,
    LessThanEquals: (one, other) => one <= other,
    GreaterThanEquals: (one, other) => one >= other,
  };

/** Comparisons by name, without `Path`. Source: Developer Guide, "Choice workflow state". */
const comparisons: Readonly<Record<string, Comparison>> = {
  ...Object.fromEntries(
    Object.entries(ordered).flatMap(([name, holds]): [string, Comparison][] => [
      [`String${name}`, (value, wanted) => isText(value) && isText(wanted) && holds(value, wanted)],
      [
        `Numeric${name}`,
        (value, wanted) =>
          typeof value === "number" && typeof wanted === "number" && holds(value, wanted),
      ],
      [
        `Timestamp${name}`,
        (value, wanted) => {
          const [one, other] = [timeOf(value), timeOf(wanted)];
          return one !== undefined && other !== undefined && holds(one, other);
        },
      ],
    ]),
  ),
  BooleanEquals: (value, wanted) => typeof value === "boolean" && value === wanted,
  StringMatches: (value, wanted) => isText(value) && isText(wanted) && wildcard(wanted).test(value),
};

/** Tests of a value's kind; they are compared with true or false. */
const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: isText,
  IsNumeric: (value) => typeof value === "number",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => timeOf(value) !== undefined,
};

export const choiceOperators: readonly string[] = [
  "IsPresent",
  ...Object.keys(kinds),
  ...Object.keys(comparisons),
  ...Object.keys(comparisons)
    .filter((name) => name !== "StringMatches")
    .map((name) => `${name}Path`),
];

/** Whether a rule of a Choice state applies. */
export function ruleApplies(rule: ChoiceRule, scope: Scope): boolean {
  const {
    And: all,
    Or: any,
    Not: not,
  } = rule as {
    And?: ChoiceRule[];
    Or?: ChoiceRule[];
    Not?: ChoiceRule;
  };
  if (all) return all.every((one) => ruleApplies(one, scope));
  if (any) return any.some((one) => ruleApplies(one, scope));
  if (not) return !ruleApplies(not, scope);
  const operator = choiceOperators.find((name) => name in rule);
  const path = String(rule.Variable);
  if (operator === undefined) return false;
  const wanted = rule[operator];
  if (operator === "IsPresent") return isPresent(path, scope) === wanted;
  const value = readVariable(path, scope);
  const kind = kinds[operator];
  if (kind) return kind(value) === wanted;
  const direct = comparisons[operator];
  if (direct) return direct(value, wanted);
  const compare = comparisons[operator.replace(/Path$/, "")];
  return compare?.(value, readVariable(String(wanted), scope)) ?? false;
}

function isPresent(path: string, scope: Scope): boolean {
  try {
    evaluate(path, scope, "Variable");
    return true;
  } catch (error) {
    if (error instanceof MissingPath) return false;
    throw error;
  }
}

function readVariable(path: string, scope: Scope): unknown {
  try {
    return evaluate(path, scope, "Variable");
  } catch (error) {
    if (!(error instanceof MissingPath)) throw error;
    throw runtimeError(
      `Invalid path '${path}': The choice state's condition path references an invalid value.`,
    );
  }
}

function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\\*|\*|[.+?^${}()|[\]\\]/g, (sign) =>
    sign === "*" ? ".*" : sign === "\\*" ? "\\*" : `\\${sign}`,
  );
  return new RegExp(`^${source}$`, "s");
}
