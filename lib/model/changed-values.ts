/** One member that differs between two JSON values; absent on the side that does not have it. */
export interface ChangedMember {
  /** `Environment.Variables.STAGE`; empty for the value as a whole. */
  path: string;
  before?: string;
  after?: string;
}

/** The members in which two JSON values differ, in the order of their paths. Lists count as one value. */
export function changedMembers(before: unknown, after: unknown): ChangedMember[] {
  const old = new Map(leaves(before, ""));
  const next = new Map(leaves(after, ""));
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((path) => old.get(path) !== next.get(path))
    .map((path) => ({
      path,
      ...(old.has(path) && { before: old.get(path) }),
      ...(next.has(path) && { after: next.get(path) }),
    }));
}

/** Of AWS's numbers whose names do not say it. */
const units: Record<string, string | undefined> = {
  MemorySize: "MB",
  Timeout: "s",
  "EphemeralStorage.Size": "MB",
};

function leaves(value: unknown, path: string): [path: string, text: string][] {
  if (value === undefined || value === null) return [];
  if (typeof value === "object" && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, member]) =>
      leaves(member, path === "" ? key : `${path}.${key}`),
    );
  }
  const unit = typeof value === "number" ? units[path] : undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return [[path, unit ? `${text} ${unit}` : text]];
}
