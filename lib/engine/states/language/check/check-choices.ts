import { choiceOperators } from "../jsonpath/choice-rules.ts";
import { isPath } from "../jsonpath/json-path.ts";
import { checkAssign } from "./check-assign.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkTemplate } from "./check-paths.ts";
import { type Diagnostics, isObject, type Json, type StateCheck } from "./diagnostics.ts";
import { wrongLanguage } from "./fields.ts";

/** Checks the rules of a Choice state, and where it goes. */
export function checkChoices(check: StateCheck, told: Diagnostics): void {
  const { state, states, at, language } = check;
  const { Choices: choices, Default: otherwise } = state;
  if (otherwise !== undefined) told.target(otherwise, states, `${at}/Default`);
  if (!Array.isArray(choices) || choices.length === 0)
    return told.fail("Field 'Choices' is required and not empty", `${at}/Choices`);
  (choices as unknown[]).forEach((rule, index) => {
    const place = `${at}/Choices[${index}]`;
    if (!isObject(rule)) return told.fail("Expected a JSON object", place);
    told.target(rule.Next, states, `${place}/Next`);
    checkAssign(rule.Assign, `${place}/Assign`, check, told);
    if (language === "JSONata") return checkCondition(rule, place, told);
    for (const field of ["Condition", "Output"])
      if (rule[field] !== undefined) told.fail(wrongLanguage(field, language), place);
    checkTemplate(rule.Assign, `${place}/Assign`, told);
    if (rule.Condition === undefined) checkComparison(rule, place, told);
  });
}

const ruleFields = ["Condition", "Next", "Assign", "Output", "Comment"];

function checkCondition(rule: Json, at: string, told: Diagnostics): void {
  for (const field of Object.keys(rule))
    if (!ruleFields.includes(field))
      told.fail(
        [...choiceOperators, "Variable", "And", "Or", "Not"].includes(field)
          ? wrongLanguage(field, "JSONata")
          : `Field '${field}' is not supported`,
        at,
      );
  const { Condition: condition } = rule;
  if (
    typeof condition !== "boolean" &&
    !(typeof condition === "string" && condition.startsWith("{%"))
  )
    told.fail(
      "Field 'Condition' is required: true, false or a JSONata expression",
      `${at}/Condition`,
    );
  for (const field of ["Condition", "Output", "Assign"])
    checkExpressions(rule[field], `${at}/${field}`, undefined, told);
}

function checkComparison(rule: unknown, at: string, told: Diagnostics): void {
  if (!isObject(rule)) return told.fail("Expected a JSON object", at);
  for (const name of ["And", "Or"])
    if (name in rule) {
      const inner = rule[name];
      if (!Array.isArray(inner) || inner.length === 0)
        return told.fail("Expected an array of rules", `${at}/${name}`);
      return (inner as unknown[]).forEach((one, index) =>
        checkComparison(one, `${at}/${name}[${index}]`, told),
      );
    }
  if ("Not" in rule) return checkComparison(rule.Not, `${at}/Not`, told);
  if (typeof rule.Variable !== "string" || !isPath(rule.Variable))
    told.fail("Value is not a valid JSONPath", `${at}/Variable`, "INVALID_PATH");
  const operators = Object.keys(rule).filter((field) => choiceOperators.includes(field));
  if (operators.length !== 1)
    told.fail(
      operators.length === 0
        ? "A rule needs a comparison"
        : `Only one of ${operators.join(", ")} may be given`,
      at,
    );
}
