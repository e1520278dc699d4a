import type { LogEvent } from "./log-line";

const deepest = 4;
/** Shown in columns of their own, or the same in every line. */
const known = new Set(["timestamp", "time", "level", "log_level", "requestId", "AWSRequestId"]);

/** The values of a JSON line by their paths (`order.id`); lists and what lies deeper as JSON. Empty for other lines. */
export function jsonValues(message: string): Map<string, string> {
  const values = new Map<string, string>();
  const text = message.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return values;
  try {
    flatten(JSON.parse(text), "", 1, values);
  } catch {
    // Text that only looks like JSON has no columns.
  }
  return values;
}

function flatten(value: unknown, path: string, depth: number, into: Map<string, string>): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && depth <= deepest) {
    for (const [key, member] of Object.entries(value))
      flatten(member, path === "" ? key : `${path}.${key}`, depth + 1, into);
  } else if (path !== "") into.set(path, typeof value === "string" ? value : JSON.stringify(value));
}

const looksAt = 500;

/** The paths that occur in the newest JSON lines, the most frequent first. */
export function jsonPaths(events: readonly { event: LogEvent }[]): string[] {
  const counts = new Map<string, number>();
  for (const { event } of events.slice(-looksAt))
    for (const path of jsonValues(event.message).keys())
      if (!known.has(path)) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([path]) => path);
}
