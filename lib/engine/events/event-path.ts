/** Steps into JSON: names and, for lists, places. */
export type EventPath = readonly (string | number)[];

/**
 * Reads the part of JSONPath that EventBridge takes: `$.detail.items[0].name`, `$["detail-type"]`, `$.detail-type`.
 * Undefined when it is none.
 */
export function readPath(text: string): EventPath | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  const step = /\.([^.[\]\s]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    const [, name, index, single, double] = found;
    steps.push(index === undefined ? (name ?? single ?? double ?? "") : Number(index));
  }
  return steps;
}

/** What is at a path; undefined when nothing is. */
export function valueAt(value: unknown, path: EventPath): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== "object" || at === null) return undefined;
    if (Array.isArray(at)) return typeof step === "number" ? at[step] : undefined;
    return Object.hasOwn(at, step) ? (at as Record<string, unknown>)[step] : undefined;
  }, value);
}
