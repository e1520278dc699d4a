import { neededByAny, neededInJson, neededLiteral, type NeededText } from "../needed-text.ts";
import { lambdaFieldNames, reportFields } from "./lambda-fields.ts";
import type { Command, Expression } from "./query-syntax.ts";

/** Fields that are not in an event's text. */
const besideText = new Set(["@timestamp", "@ingestionTime", "@logStream", "@log", "@ptr"]);

/**
 * Text that every event in a query's answer must hold, as far as its first filters tell. Fields that
 * commands before them made are not looked at.
 */
export function neededByFilters(commands: readonly Command[]): NeededText {
  const needed: (readonly string[])[] = [];
  const made = new Set<string>();
  for (const command of commands) {
    if (command.kind === "filter") needed.push(...neededBy(command.condition, made));
    else if (command.kind === "fields" || command.kind === "display")
      for (const { name, expression } of command.fields) {
        if (expression.kind !== "field" || expression.name !== name) made.add(name);
      }
    else if (command.kind === "parse")
      for (const name of command.pattern.kind === "logfmt"
        ? [command.pattern.alias]
        : command.pattern.names)
        made.add(name);
    else if (command.kind !== "sort") break;
  }
  return needed;
}

function neededBy(condition: Expression, made: ReadonlySet<string>): NeededText {
  if (condition.kind === "operation") {
    const { operator, left, right } = condition;
    if (operator === "and") return [...neededBy(left, made), ...neededBy(right, made)];
    if (operator === "or") return neededByAny([neededBy(left, made), neededBy(right, made)]);
    const field = fieldOf(left, made);
    if (field === undefined) return [];
    if (operator === "=") return neededToEqual(field, right);
    // An order needs a value on both sides, and only REPORT lines have these.
    return "<=>=".includes(operator) && reportFields.has(field) ? [["REPORT"]] : [];
  }
  if (condition.kind === "like") return neededToBeLike(condition, made);
  if (condition.kind === "in") {
    const field = fieldOf(condition.value, made);
    return field === undefined
      ? []
      : neededByAny(condition.items.map((item) => neededToEqual(field, item)));
  }
  if (condition.kind === "call" && condition.name === "ispresent" && condition.args[0]) {
    const field = fieldOf(condition.args[0], made);
    return field !== undefined && reportFields.has(field) ? [["REPORT"]] : [];
  }
  return [];
}

/** A field that comes from the event's text. */
function fieldOf(expression: Expression, made: ReadonlySet<string>): string | undefined {
  if (expression.kind !== "field" || besideText.has(expression.name)) return undefined;
  const [first = ""] = expression.name.split(".");
  return made.has(expression.name) || made.has(first) ? undefined : expression.name;
}

function neededToEqual(field: string, value: Expression): NeededText {
  if (reportFields.has(field)) return [["REPORT"]];
  // A number can be written in several ways, a truth is 1 as well as true.
  if (value.kind !== "literal" || typeof value.value !== "string") return [];
  const { value: text } = value;
  if (text.trim() === "" || Number.isFinite(Number(text)) || /^(true|false)$/i.test(text))
    return [];
  return field === "@message" || lambdaFieldNames.has(field)
    ? neededLiteral(text)
    : neededInJson(text);
}

function neededToBeLike(
  { value, pattern }: Extract<Expression, { kind: "like" }>,
  made: ReadonlySet<string>,
): NeededText {
  if (fieldOf(value, made) !== "@message") return [];
  if (!(pattern instanceof RegExp))
    return pattern.kind === "literal" && typeof pattern.value === "string"
      ? neededLiteral(pattern.value)
      : [];
  // Only an expression that is nothing but text, or alternatives of such.
  const plain = /^[\w \t:;,<>=@#%&"'!~/-]+$/;
  const alternatives = pattern.source.replaceAll(String.raw`\/`, "/").split("|");
  return pattern.flags === "" && alternatives.every((each) => plain.test(each))
    ? neededByAny(alternatives.map(neededLiteral))
    : [];
}
