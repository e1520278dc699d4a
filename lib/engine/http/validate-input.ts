import { ServiceError } from "./service.ts";
import type { Shape } from "./shape.ts";

/** What AWS's model asks of one member. Lengths for strings, lists, maps and blobs; values for numbers. */
export interface Constraint {
  required?: boolean;
  min?: number;
  max?: number;
  /** A regular expression that must match the whole value. */
  pattern?: string;
  enum?: readonly string[];
  /** A floating-point member: AWS prints it as `1.0`. */
  double?: boolean;
  /** Members of a list's elements in the order in which AWS prints them, where its model has another. */
  printed?: readonly string[];
  /** AWS does not mention null for this list's elements. */
  nullable?: boolean;
}

/**
 * Operation -> member path -> constraint. Paths are the SDK's member names: `Code.S3Key`, `Layers` for
 * the list and `Layers[]` for its elements, `Tags{key}` and `Tags{value}` for a map's.
 */
export type ConstraintTable = Readonly<
  Record<string, Readonly<Record<string, Constraint>> | undefined>
>;

/** A table's paths as a tree, so that one walk over the input meets every constraint. */
interface Node {
  constraint?: Constraint;
  /** Members by name; `[]`, `{key}` and `{value}` stand for elements. */
  children: Map<string, Node>;
}

const trees = new WeakMap<Readonly<Record<string, Constraint>>, Node>();

/**
 * Throws the error AWS answers with when the decoded `input` breaks constraints, with all of them in
 * one message: `2 validation errors detected: Value '...' at 'memorySize' failed to satisfy
 * constraint: Member must have value greater than or equal to 128; Value ...`.
 */
export function validateInput(
  constraints: Readonly<Record<string, Constraint>>,
  shape: Shape,
  input: Readonly<Record<string, unknown>>,
  errorCode = "ValidationException",
): void {
  let tree = trees.get(constraints);
  if (!tree) trees.set(constraints, (tree = buildTree(constraints)));
  const failures: string[] = [];
  checkMembers(tree, shape, input, "", failures);
  if (failures.length === 0) return;
  const count = `${failures.length} validation error${failures.length === 1 ? "" : "s"} detected: `;
  throw new ServiceError(errorCode, count + failures.join("; "), 400);
}

function buildTree(constraints: Readonly<Record<string, Constraint>>): Node {
  const root: Node = { children: new Map() };
  for (const [path, constraint] of Object.entries(constraints)) {
    let node = root;
    for (const step of path.match(/[^.[{]+|\[\]|\{key\}|\{value\}/g) ?? []) {
      let child = node.children.get(step);
      if (!child) node.children.set(step, (child = { children: new Map() }));
      node = child;
    }
    node.constraint = constraint;
  }
  return root;
}

function checkMembers(
  node: Node,
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  path: string,
  failures: string[],
): void {
  for (const [name, child] of node.children) {
    const member = shape.members.find((candidate) => candidate.name === name);
    if (!member) continue;
    const memberPath = path + name.charAt(0).toLowerCase() + name.slice(1);
    checkValue(child, member.shape, value[name], memberPath, failures);
  }
}

function checkValue(
  node: Node,
  shape: Shape,
  value: unknown,
  path: string,
  failures: string[],
): void {
  const { constraint, children } = node;
  if (value === undefined || value === null) {
    if (constraint?.required)
      failures.push(
        `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
      );
    return;
  }
  const fail = (text: string): void => {
    const shown = shape.traits.sensitive ? "" : ` '${show(value, shape, constraint)}'`;
    failures.push(`Value${shown} at '${path}' failed to satisfy constraint: ${text}`);
  };
  if (constraint) for (const text of broken(constraint, value)) fail(text);
  if (children.size === 0) return;
  if (shape.kind === "structure")
    checkMembers(node, shape, value as Record<string, unknown>, `${path}.`, failures);
  else if (shape.kind === "list") checkList(children, shape, value as unknown[], path, failures);
  else if (shape.kind === "map") {
    const keys = children.get("{key}")?.constraint;
    const entries = Object.entries(value as object);
    if (keys && entries.some(([key]) => broken(keys, key).length > 0))
      fail(`Map keys must satisfy constraint: [${describe(keys)}]`);
    const values = children.get("{value}");
    if (values?.constraint && shape.element.kind !== "structure") {
      const rule = values.constraint;
      if (entries.some(([, item]) => item === null || broken(rule, item).length > 0))
        failures.push(
          `Value '${show(value, shape, rule)}' at '${path}' failed to satisfy constraint: Map value must satisfy constraint: [${describe(rule)}]`,
        );
    } else if (values)
      for (const [key, item] of entries)
        checkValue(values, shape.element, item, `${path}.${key}.member`, failures);
  }
}

function checkList(
  children: Node["children"],
  shape: Shape,
  items: unknown[],
  path: string,
  failures: string[],
): void {
  const node = children.get("[]");
  if (!node) return;
  if (node.children.size > 0) {
    items.forEach((item, index) => {
      checkValue(node, shape.element, item, `${path}.${index + 1}.member`, failures);
    });
    return;
  }
  const rule = node.constraint;
  if (rule && items.some((item) => item === null || broken(rule, item).length > 0))
    failures.push(
      `Value '${show(items, shape, rule)}' at '${path}' failed to satisfy constraint: Member must satisfy constraint: [${describe(rule)}]`,
    );
}

/** The texts of what `value` breaks, in AWS's order. */
function broken(rule: Constraint, value: unknown): string[] {
  const texts: string[] = [];
  const numeric = typeof value === "number";
  const size = numeric ? value : sizeOf(value);
  if (size !== undefined) {
    if (rule.max !== undefined && size > rule.max) texts.push(maxText(rule, numeric));
    if (rule.min !== undefined && size < rule.min) texts.push(minText(rule, numeric));
  }
  if (typeof value === "string") {
    if (rule.enum && !rule.enum.includes(value)) texts.push(enumText(rule.enum));
    if (rule.pattern !== undefined && !compilePattern(rule.pattern).test(value))
      texts.push(patternText(rule.pattern));
  }
  return texts;
}

/** All that is asked of the elements of a list or map, as AWS lists it when one of them fails. */
function describe(rule: Constraint): string {
  const numeric = rule.double === true;
  return [
    rule.max !== undefined && maxText(rule, numeric),
    rule.min !== undefined && minText(rule, numeric),
    rule.enum && enumText(rule.enum),
    rule.pattern !== undefined && patternText(rule.pattern),
    !rule.nullable && "Member must not be null",
  ]
    .filter(Boolean)
    .join(", ");
}

const maxText = (rule: Constraint, numeric: boolean): string =>
  `Member must have ${numeric ? "value" : "length"} less than or equal to ${showNumber(rule.max ?? 0, rule)}`;
const minText = (rule: Constraint, numeric: boolean): string =>
  `Member must have ${numeric ? "value" : "length"} greater than or equal to ${showNumber(rule.min ?? 0, rule)}`;
const enumText = (values: readonly string[]): string =>
  `Member must satisfy enum value set: [${values.join(", ")}]`;
const patternText = (pattern: string): string =>
  `Member must satisfy regular expression pattern: ${pattern}`;

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value === "object" && value !== null && !(value instanceof Date))
    return Object.keys(value).length;
  return undefined;
}

const patterns = new Map<string, RegExp>();

function compilePattern(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = new RegExp(`^(?:${pattern})$`, pattern.includes("\\p{") ? "u" : "");
    patterns.set(pattern, compiled);
  }
  return compiled;
}

const showNumber = (value: number, rule?: Constraint): string =>
  rule?.double && Number.isInteger(value) ? value.toFixed(1) : String(value);

/** A value as AWS prints it: `[a, b]`, `{key=value}`, `Structure(member=value, other=null)`. */
function show(value: unknown, shape: Shape, rule?: Constraint): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "number") return showNumber(value, rule);
  if (shape.traits.sensitive) return "*** Sensitive Data Redacted ***";
  switch (shape.kind) {
    case "list":
      return `[${(value as unknown[]).map((item) => show(item, shape.element, rule)).join(", ")}]`;
    case "map":
      return `{${Object.entries(value as object)
        .map(([key, item]) => `${key}=${show(item, shape.element, rule)}`)
        .join(", ")}}`;
    case "structure":
      return `${shape.name.split("#")[1] ?? shape.name}(${inPrintedOrder(shape.members, rule)
        .map(({ name, shape: member }) => {
          const item = (value as Record<string, unknown>)[name];
          return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${show(item, member)}`;
        })
        .join(", ")})`;
    case "blob":
      return `java.nio.HeapByteBuffer[pos=0 lim=${(value as Uint8Array).byteLength} cap=${(value as Uint8Array).byteLength}]`;
    default:
      return value instanceof Date ? value.toISOString() : String(value);
  }
}

function inPrintedOrder(members: Shape["members"], rule?: Constraint): Shape["members"] {
  const { printed } = rule ?? {};
  if (!printed) return members;
  return members.toSorted((one, other) => printed.indexOf(one.name) - printed.indexOf(other.name));
}
