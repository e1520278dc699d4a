/** A template after its Transform: only resources of CloudFormation, with values that are still to be resolved. */
export interface Template {
  /** The template's file. */
  file: string;
  /** What the names of resources without one begin with, and what local paths are relative to. */
  stackName: string;
  folder: string;
  parameters: Readonly<Record<string, unknown>>;
  mappings: Values;
  conditions: Values;
  resources: Record<string, Resource>;
  outputs: Values;
  /** What the reader could not carry over, in sentences. */
  notes: string[];
}

export interface Resource {
  type: string;
  properties: Values;
  dependsOn: readonly string[];
  condition?: string;
  metadata?: Values;
}

export type Values = Record<string, unknown>;

export function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that should be a map, as one; nothing gives an empty one. */
export function asValues(value: unknown): Values {
  return isValues(value) ? value : {};
}

/** A value that should be a list, as one: one thing is a list of it, nothing an empty one. */
export function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A map less some of its keys. */
export function without(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** Tags as SAM writes them (a map) or CloudFormation (a list), as a map. */
export function tagsOf(tags: unknown): Record<string, string> {
  if (isValues(tags))
    return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
  return Object.fromEntries(
    asList(tags).map((tag) => [String(asValues(tag).Key), String(asValues(tag).Value)]),
  );
}

/** Whether a value is one of CloudFormation's functions: `Ref`, `Fn::...`. */
export function isIntrinsic(value: unknown): boolean {
  if (!isValues(value)) return false;
  const [name = "", ...others] = Object.keys(value);
  return others.length === 0 && (name === "Ref" || name.startsWith("Fn::"));
}
