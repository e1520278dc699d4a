/** The names in `wanted` whose values differ from what is there; what is not wanted (undefined) never does. */
export function differences(existing: object, wanted: object): string[] {
  const found = new Map(Object.entries(existing) as [string, unknown][]);
  return Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined || covers(found.get(name), value) ? [] : [name],
  );
}

/**
 * Whether a value is what was wanted: templates write numbers and switches as texts too, and AWS fills in members
 * that were not asked for.
 */
function covers(existing: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(existing) &&
      existing.length === wanted.length &&
      wanted.every((item, at) => covers(existing[at], item))
    );
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof existing !== "object" || existing === null) return Object.keys(wanted).length === 0;
    return Object.entries(wanted).every(([key, value]) =>
      covers((existing as Record<string, unknown>)[key], value),
    );
  }
  return String(existing ?? "") === String(wanted ?? "");
}
