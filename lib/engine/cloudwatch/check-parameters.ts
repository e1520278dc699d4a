import { ownValue } from "../own-value.ts";
import { invalidParameter, missingParameter } from "./errors.ts";

/** What CloudWatch asks of one parameter. */
interface ParameterRule {
  /** Missing, empty and blank are the same. */
  required?: true;
  ascii?: true;
  maxCharacters?: number;
  maxItems?: number;
  oneOf?: readonly string[];
}

/** Rules by the path of members that leads to a parameter; `[]` stands for a list's elements. */
export type ParameterRules = Readonly<Record<string, ParameterRule>>;

/**
 * Checks the parameters of the operations that speak CloudWatch's older words, not those of its "validation errors
 * detected": all that is missing in one message, a line each, else all that is wrong. Source: the answers quoted in
 * the bug reports of clients (micrometer 1645, botocore 1671, cloud-custodian 9137, amazon-kinesis-producer 594,
 * prometheus-to-cloudwatch 14, xk6-output-statsd 8).
 */
export function checkParameters(
  rules: ParameterRules,
  input: object,
  shownSet: (values: readonly string[]) => string,
): void {
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const [path, rule] of Object.entries(rules))
    for (const [name, value] of reached(input, path)) {
      const blank = value === undefined || (typeof value === "string" && value.trim() === "");
      if (!blank) wrong.push(...broken(rule, name, value, shownSet));
      else if (rule.required) missing.push(`The parameter ${name} is required.`);
    }
  if (missing.length > 0) throw missingParameter(missing.join("\n"));
  if (wrong.length > 0) throw invalidParameter(wrong.join("\n"));
}

function broken(
  { ascii, maxCharacters = Infinity, maxItems = Infinity, oneOf }: ParameterRule,
  name: string,
  value: unknown,
  shownSet: (values: readonly string[]) => string,
): string[] {
  if (Array.isArray(value))
    return value.length > maxItems
      ? [`The collection ${name} must not have a size greater than ${maxItems}.`]
      : [];
  if (typeof value !== "string") return [];
  if (oneOf && !oneOf.includes(value))
    return [`The parameter ${name} must be a value in the set ${shownSet(oneOf)}.`];
  const texts: string[] = [];
  if (ascii && /[^\0-\x7f]/.test(value))
    texts.push(`The value for parameter ${name} contains non-ASCII characters.`);
  if (value.length > maxCharacters)
    texts.push(`The parameter ${name} must be shorter than ${maxCharacters + 1} characters.`);
  return texts;
}

/** The parameters a path leads to, by the names CloudWatch gives them: `MetricData.member.1.Unit`. */
function reached(input: object, path: string): [name: string, value: unknown][] {
  let found: [name: string, value: unknown][] = [["", input]];
  for (const step of path.match(/\w+|\[\]/g) ?? [])
    found = found.flatMap(([name, value]): [string, unknown][] => {
      if (step !== "[]")
        return typeof value === "object" && value !== null
          ? [[name === "" ? step : `${name}.${step}`, ownValue<unknown>({ ...value }, step)]]
          : [];
      if (!Array.isArray(value)) return [];
      return value.map((item: unknown, index) => [
        `${name}.member.${index + 1}${typeof item === "object" ? "" : ".<list element>"}`,
        item,
      ]);
    });
  return found;
}
