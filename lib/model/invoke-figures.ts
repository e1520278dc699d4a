import { formatDuration, formatFullCount, plain } from "./format";
import type { PastInvocationDetail } from "./invoke";

/** The figures of a call in the order in which two calls are compared; a dash for what it does not have. */
export function figuresOf({ verdict, result, request }: PastInvocationDetail): [string, string][] {
  const { report } = result;
  const time = (ms: number | undefined) =>
    ms === undefined ? "\u2013" : plain(formatDuration(ms));
  const memory = (mb: number | undefined) =>
    mb === undefined ? "\u2013" : `${formatFullCount(mb)} MB`;
  return [
    ["Outcome", verdict.text],
    ["Version", result.executedVersion ?? request.qualifier ?? "\u2013"],
    ["Duration", time(report?.durationMs)],
    ["Init", time(report?.initDurationMs)],
    ["Billed", time(report?.billedDurationMs)],
    ["Memory used", memory(report?.maxMemoryUsedMb)],
    ["Memory set", memory(report?.memorySizeMb)],
    ["Answer after", time(result.roundTripMs)],
  ];
}
