import { type ErrorKind, type ErrorSighting, sightErrors } from "./error-sighting";
import { versionOfStream } from "./log-group";
import type { LogEvent } from "./log-line";
import { normalizeMessage } from "./normalize-message";
import { originOf, type StackFrame } from "./stack-frames";

/** One line that tells of an error. */
interface ErrorOccurrence {
  event: LogEvent;
  requestId?: string;
  version?: string;
}

/** Errors with the same message, but for what varies in it, from the same place. */
export interface ErrorGroup {
  /** Short enough for an address, and the same in every reading of the same errors. */
  key: string;
  kind: ErrorKind;
  /** E.g. `TypeError`; absent where only a message was logged. */
  type?: string;
  /** The newest message as it was written. */
  message: string;
  /** Of the newest one. */
  origin?: StackFrame;
  /** Lines of the newest stack trace. */
  stack: string[];
  count: number;
  /** Distinct request ids. */
  requests: number;
  firstMs: number;
  lastMs: number;
  versions: string[];
  /** Newest first. */
  occurrences: ErrorOccurrence[];
}

/**
 * A filter pattern that finds every line which may tell of an error, in text and in JSON, of all runtimes. It finds
 * too much; the grouping sorts that out.
 */
export const errorPattern = [
  "ERROR",
  "Error",
  "FATAL",
  "CRITICAL",
  "error",
  "fatal",
  "Exception",
  "Traceback",
  "panic",
  "timeout",
  "Timedout",
  '"timed out"',
  "exited",
  "failure",
]
  .map((term) => `?${term}`)
  .join(" ");

/** The errors that log lines tell of, the most frequent first. Lines must be in order of time. */
export function groupErrors(events: readonly LogEvent[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup & { requestIds: Set<string> }>();
  for (const sighting of sightErrors(events)) {
    const origin = originOf(sighting.stack);
    const key = keyOf(sighting, origin);
    const { event, kind, requestId, type, message, stack } = sighting;
    const version = versionOfStream(event.stream);
    let group = groups.get(key);
    if (!group) {
      group = {
        key,
        kind,
        message,
        stack,
        count: 0,
        requests: 0,
        firstMs: event.timestampMs,
        lastMs: event.timestampMs,
        versions: [],
        occurrences: [],
        requestIds: new Set(),
      };
      groups.set(key, group);
    }
    Object.assign(group, { type, message, origin, lastMs: event.timestampMs });
    if (stack.length > 0) group.stack = stack;
    group.count += 1;
    if (requestId) group.requestIds.add(requestId);
    if (version && !group.versions.includes(version)) group.versions.push(version);
    group.occurrences.push({ event, requestId, version });
  }
  return [...groups.values()]
    .map(({ requestIds, ...group }) => ({
      ...group,
      key: shortHash(group.key),
      requests: requestIds.size,
      occurrences: group.occurrences.toReversed(),
    }))
    .sort((a, b) => b.count - a.count || b.lastMs - a.lastMs);
}

/** How many errors of a group fell into each of `steps` equal parts of a span. */
export function errorTrend(
  { occurrences }: Pick<ErrorGroup, "occurrences">,
  span: { startMs: number; endMs: number },
  steps: number,
): number[] {
  const counts = Array.from({ length: steps }, () => 0);
  const stepMs = (span.endMs - span.startMs) / steps;
  for (const { event } of occurrences) {
    const step = Math.floor((event.timestampMs - span.startMs) / stepMs);
    if (step >= 0 && step < steps) counts[step]! += 1;
  }
  return counts;
}

function keyOf({ kind, type, message }: ErrorSighting, origin: StackFrame | undefined): string {
  // What the platform ends has no message of its own and no place.
  if (kind === "timeout" || kind === "out-of-memory") return kind;
  const place = origin ? `${origin.file} ${origin.name ?? ""}` : "";
  return [kind, type ?? "", normalizeMessage(message), place].join("\n");
}

/** 64 bits of FNV-1a: collisions among the errors of one function do not happen. */
function shortHash(text: string): string {
  let hash = 0xcb_f2_9c_e4_84_22_23_25n;
  for (let at = 0; at < text.length; at += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x1_00_00_00_01_b3n);
  return hash.toString(36);
}
