import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../apigatewayv2/errors.ts";

export type PatchOp = "add" | "remove" | "replace";

export interface PatchRule {
  ops: readonly PatchOp[];
  /** `value` is empty where none was given; `name` is the last part of a path such as `/variables/{name}`. */
  apply(value: string, name: string, op: PatchOp): void;
}

/** By path: `/name`, `/variables/{name}`. */
export type PatchRules = Readonly<Record<string, PatchRule>>;

/**
 * Carries out patch operations. AWS words what it does not take in two ways: for some resources with the paths that
 * there are (`listed`), for others without.
 */
export function applyPatches(
  operations: readonly PatchOperation[] | undefined,
  rules: PatchRules,
  wording: "listed" | "plain",
): void {
  for (const { op = "replace", path = "", value = "" } of operations ?? []) {
    const found = find(rules, path);
    const supported = Object.values(rules).some((rule) => rule.ops.includes(op as PatchOp));
    if (wording === "listed" && (!supported || !found?.rule.ops.includes(op as PatchOp)))
      throw badRequest(
        `Invalid patch path  '${path}' specified for op '${op}'. ${
          supported
            ? `Must be one of: [${Object.keys(rules).join(", ")}]`
            : "Please choose supported operations"
        }`,
      );
    if (!found) throw badRequest(`Invalid patch path ${path}`);
    const { rule, name } = found;
    if (!rule.ops.includes(op as PatchOp))
      throw badRequest(
        `Invalid patch operation specified. Must be one of: [${rule.ops.join(", ")}]`,
      );
    rule.apply(value, name, op as PatchOp);
  }
}

function find(rules: PatchRules, path: string): { rule: PatchRule; name: string } | undefined {
  const plain = rules[path];
  if (plain) return { rule: plain, name: "" };
  for (const [template, rule] of Object.entries(rules)) {
    const open = template.indexOf("{name}");
    const prefix = template.slice(0, open);
    if (open < 0 || !path.startsWith(prefix)) continue;
    const name = path.slice(prefix.length);
    if (name !== "" && !name.includes("/")) return { rule, name: unescaped(name) };
  }
  return undefined;
}

/** RFC 6901: a slash in a name is written `~1`. */
const unescaped = (name: string): string => name.replaceAll("~1", "/").replaceAll("~0", "~");

/** A rule that sets one member of an object that is being changed. */
export const setting = <Target extends object>(
  target: Target,
  member: keyof Target & string,
  read: (value: string) => unknown = (value) => value,
  ops: readonly PatchOp[] = ["replace"],
): PatchRule => ({
  ops,
  apply(value, _name, op) {
    if (op === "remove") Reflect.deleteProperty(target, member);
    else Reflect.set(target, member, read(value));
  },
});

/** A rule for the entries of a map in an object that is being changed. */
export const entries = <Target extends object>(
  target: Target,
  member: keyof Target & string,
  read: (value: string) => unknown = (value) => value,
): PatchRule => ({
  ops: ["add", "remove", "replace"],
  apply(value, name, op) {
    const map = { ...(Reflect.get(target, member) as Record<string, unknown> | undefined) };
    if (op === "remove") Reflect.deleteProperty(map, name);
    else map[name] = read(value);
    Reflect.set(target, member, map);
  },
});

export const readBoolean = (value: string): boolean => value === "true";
