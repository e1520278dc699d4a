import { asList, asValues, isValues, type Values } from "./template";

/** What `Ref` and `GetAtt` give of a resource. */
export interface Facts {
  ref: string;
  attributes: Readonly<Record<string, string>>;
  /** Where it answers requests. */
  address?: string;
}

export interface Scope {
  parameters: Readonly<Record<string, unknown>>;
  mappings: Values;
  conditions: Values;
  /** `AWS::Region` and the like. */
  pseudo: Readonly<Record<string, unknown>>;
  /** Undefined: the template has no such resource. Throws UnknownValue for one that is not made. */
  factsOf(logicalId: string): Facts | undefined;
}

/** A value that cannot be known here; the message says why. */
export class UnknownValue extends Error {}

const nothing = Symbol("AWS::NoValue");

/** A template's value with its intrinsic functions carried out; what is `AWS::NoValue` is left out. Throws UnknownValue. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  const resolved = resolve(value, scope);
  return resolved === nothing ? undefined : resolved;
}

/** Whether a condition of the template holds. Throws UnknownValue. */
export function holds(name: string, scope: Scope): boolean {
  const condition = scope.conditions[name];
  if (condition === undefined) throw new UnknownValue(`there is no condition ${name}`);
  return isTrue(resolve(condition, scope));
}

function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== nothing);
  if (!isValues(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0) {
    const run = functions[name];
    if (run) return run(value[name], scope);
    if (name.startsWith("Fn::")) throw new UnknownValue(`${name} is not carried out`);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, resolve(item, scope)] as const)
      .filter(([, item]) => item !== nothing && item !== undefined),
  );
}

const functions: Readonly<Record<string, (given: unknown, scope: Scope) => unknown>> = {
  Ref: (given, scope) => reference(String(given), scope),
  Condition: (given, scope) => holds(String(given), scope),
  "Fn::GetAtt"(given, scope) {
    const [id, ...attribute] = Array.isArray(given)
      ? given.map((part) => text(part, scope))
      : String(given).split(".");
    return attributeOf(id ?? "", attribute.join("."), scope);
  },
  "Fn::Sub"(given, scope) {
    const [pattern, own] = Array.isArray(given) ? given : [given, {}];
    const values = asValues(own);
    return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, inside: string) => {
      const name = inside.trim();
      if (literal) return `\${${inside}}`;
      if (Object.hasOwn(values, name)) return text(values[name], scope);
      const known = scope.parameters[name] ?? scope.pseudo[name];
      if (known !== undefined) return String(known);
      const [id = "", ...attribute] = name.split(".");
      return attribute.length > 0
        ? attributeOf(id, attribute.join("."), scope)
        : String(reference(name, scope));
    });
  },
  "Fn::Join"(given, scope) {
    const [separator, parts] = asList(given);
    return asList(resolve(parts, scope)).map(String).join(String(separator));
  },
  "Fn::Split"(given, scope) {
    const [separator, whole] = asList(given);
    return text(whole, scope).split(String(separator));
  },
  "Fn::Select"(given, scope) {
    const [index, list] = asList(given);
    const at = Number(resolve(index, scope));
    const items = asList(resolve(list, scope));
    if (!(at in items)) throw new UnknownValue(`Fn::Select has nothing at ${at}`);
    return items[at];
  },
  "Fn::FindInMap"(given, scope) {
    const [map, first, second, otherwise] = asList(given).map((part) => resolve(part, scope));
    const found = asValues(asValues(scope.mappings[String(map)])[String(first)])[String(second)];
    if (found !== undefined) return resolve(found, scope);
    if (isValues(otherwise) && "DefaultValue" in otherwise) return otherwise.DefaultValue;
    throw new UnknownValue(`there is no ${String(map)}.${String(first)}.${String(second)}`);
  },
  "Fn::If"(given, scope) {
    const [condition, yes, no] = asList(given);
    return resolve(holds(String(condition), scope) ? yes : no, scope);
  },
  "Fn::Equals"(given, scope) {
    const [one, other] = asList(given).map((part) => JSON.stringify(String(resolve(part, scope))));
    return one === other;
  },
  "Fn::And": (given, scope) => asList(given).every((part) => isTrue(resolve(part, scope))),
  "Fn::Or": (given, scope) => asList(given).some((part) => isTrue(resolve(part, scope))),
  "Fn::Not": (given, scope) => !isTrue(resolve(asList(given)[0], scope)),
  "Fn::Base64": (given, scope) => Buffer.from(text(given, scope)).toString("base64"),
  "Fn::Length": (given, scope) => asList(resolve(given, scope)).length,
  "Fn::ToJsonString": (given, scope) => JSON.stringify(resolve(given, scope)),
  "Fn::GetAZs": (_, scope) =>
    ["a", "b", "c"].map((zone) => `${scope.pseudo["AWS::Region"]}${zone}`),
  "Fn::ImportValue"(given, scope) {
    throw new UnknownValue(
      `Fn::ImportValue takes ${text(given, scope)} from another stack; give it as a parameter`,
    );
  },
};

function reference(name: string, scope: Scope): unknown {
  if (name === "AWS::NoValue") return nothing;
  const known = scope.parameters[name] ?? scope.pseudo[name];
  if (known !== undefined) return known;
  const facts = scope.factsOf(name);
  if (!facts) throw new UnknownValue(`there is no parameter or resource ${name}`);
  return facts.ref;
}

function attributeOf(id: string, attribute: string, scope: Scope): string {
  const facts = scope.factsOf(id);
  if (!facts) throw new UnknownValue(`there is no resource ${id}`);
  const value = facts.attributes[attribute];
  if (value === undefined) throw new UnknownValue(`${id} has no ${attribute} here`);
  return value;
}

function text(value: unknown, scope: Scope): string {
  const resolved = resolve(value, scope);
  return resolved === nothing ? "" : String(resolved);
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** The names of resources that a value refers to, as far as they can be read off it. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === "Ref" && typeof item === "string") return [item.split(".")[0] ?? ""];
    if (key === "Fn::GetAtt")
      return [String(Array.isArray(item) ? item[0] : item).split(".")[0] ?? ""];
    const inside = referencesIn(item);
    if (key !== "Fn::Sub") return inside;
    const pattern = String(Array.isArray(item) ? item[0] : item);
    return [
      ...inside,
      ...Array.from(pattern.matchAll(/\$\{([^!}.]+)/g), ([, name = ""]) => name.trim()),
    ];
  });
}
