import { isValues, type Values } from "../template";

/** Templates may write numbers and switches as texts, and parameters always are; these members become what they are. */
export function typed(
  values: Values,
  { numbers = [], switches = [] }: { numbers?: readonly string[]; switches?: readonly string[] },
): Values {
  const convert = (name: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => convert(name, item));
    if (isValues(value)) return typed(value, { numbers, switches });
    if (numbers.includes(name) && typeof value === "string") return Number(value);
    if (switches.includes(name) && typeof value === "string") return value === "true";
    return value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, convert(name, value)]),
  );
}

/** The members that are given, as texts: an object as JSON. */
export function texts(values: Values, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined
        ? []
        : [[name, typeof value === "object" ? JSON.stringify(value) : String(value)]];
    }),
  );
}

/** Policies and filters inside attributes are JSON, whose members may stand in any order. */
export function readJsonTexts(values: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.startsWith("{") ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

/** API Gateway's REST APIs have CloudFormation's members with a small letter in front. */
export function camelCased(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      value,
    ]),
  );
}
