import { formatBytes, formatFullCount, plain } from "./format";
import { type InvocationType, payloadLimits } from "./invoke";
import { jsonProblem } from "./json-text";

/** Why an event cannot be sent, in words; undefined when it can. */
export function eventProblem(text: string, type: InvocationType): string | undefined {
  const bytes = new TextEncoder().encode(text).length;
  const limit = payloadLimits[type];
  if (bytes > limit) {
    const kind = type === "Event" ? "an asynchronous event" : "an event";
    return `${plain(formatBytes(bytes))} (${formatFullCount(bytes)} bytes): ${kind} has at most ${plain(formatBytes(limit))}`;
  }
  const problem = jsonProblem(text);
  if (!problem) return undefined;
  return problem.line === undefined
    ? problem.message
    : `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
}
