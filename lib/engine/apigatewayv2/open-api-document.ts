import { parse } from "yaml";
import { badRequest } from "./errors.ts";

export type Json = Readonly<Record<string, unknown>>;

/** A document in JSON or YAML. Throws BadRequestException for what is neither. */
export function parseDocument(text: string): Json {
  try {
    const value: unknown = parse(text, { maxAliasCount: 100, logLevel: "error" });
    if (isObject(value)) return value;
  } catch {
    // Neither YAML nor JSON.
  }
  throw badRequest("Unable to parse the document: it is neither JSON nor YAML");
}

/** The path of the first server. */
export function basePathOf(root: Json): string {
  const [server] = Array.isArray(root.servers) ? (root.servers as unknown[]) : [];
  if (!isObject(server)) return "";
  const variables = objectAt(server, "variables") ?? {};
  const url = (textAt(server, "url") ?? "").replaceAll(/\{(\w+)\}/g, (_text, name: string) => {
    const variable = variables[name];
    return (isObject(variable) ? textAt(variable, "default") : undefined) ?? "";
  });
  return url.replace(/^[a-z]+:\/\/[^/]*/i, "");
}

/** An object, or the one that its reference names. */
export function resolved(root: Json, value: unknown): Json | undefined {
  if (!isObject(value)) return undefined;
  const { $ref } = value;
  if (typeof $ref !== "string") return value;
  const found = lookup(root, $ref);
  if (!isObject(found)) throw badRequest(`Unable to find ${$ref} in the document`);
  return found;
}

export const lookup = (root: Json, reference: string): unknown =>
  reference
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (part, step) =>
        isObject(part) ? part[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined,
      root,
    );

export function objectAt(json: Json, name: string): Json | undefined {
  const value = json[name];
  return isObject(value) ? value : undefined;
}

export function textAt(json: Json, name: string): string | undefined {
  const value = json[name];
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(1) : String(value);
  return typeof value === "string" ? value : undefined;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
