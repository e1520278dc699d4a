import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../apigatewayv2/errors.ts";
import { ownValue } from "../own-value.ts";

export type PatchOp = "add" | "remove" | "replace";

export interface PatchRule {
  ops: readonly PatchOp[];
  /**
   * `value` is empty where none was given; `name` is the first part of a path that varies, as in `/variables/{name}`,
   * and `names` are all of them.
   */
  apply(value: string, name: string, op: PatchOp, names: readonly string[]): void;
}

/** By path: `/name`, `/variables/{name}`; parts in `{}` or `<>` vary. */
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
    const supported = Object.keys(rules).filter((one) => rules[one]?.ops.includes(op as PatchOp));
    if (wording === "listed" && !found?.rule.ops.includes(op as PatchOp))
      throw badRequest(
        `Invalid patch path  '${path}' specified for op '${op}'. ${
          supported.length > 0
            ? `Must be one of: [${supported.join(", ")}]`
            : "Please choose supported operations"
        }`,
      );
    if (!found) throw badRequest(`Invalid patch path ${path}`);
    const { rule, names } = found;
    if (!rule.ops.includes(op as PatchOp))
      throw badRequest(
        `Invalid patch operation specified. Must be one of: [${rule.ops.join(", ")}]`,
      );
    rule.apply(value, names[0] ?? "", op as PatchOp, names);
  }
}

function find(
  rules: PatchRules,
  path: string,
): { rule: PatchRule; names: readonly string[] } | undefined {
  const plain = ownValue(rules, path);
  if (plain) return { rule: plain, names: [] };
  const parts = path.split("/");
  for (const [template, rule] of Object.entries(rules)) {
    const wanted = template.split("/");
    const fits = wanted.every((part, at) =>
      /^[{<]/.test(part) ? Boolean(parts[at]) : part === parts[at],
    );
    if (!fits || wanted.length !== parts.length || !/[{<]/.test(template)) continue;
    const names = parts.filter((_part, at) => /^[{<]/.test(wanted[at] ?? ""));
    return { rule, names: names.map(unescaped) };
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
