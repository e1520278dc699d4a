import type { InvokeResult } from "@/lib/model/invoke";
import { parseReport, type Report } from "@/lib/model/report-line";

/** The log tail of an answer as text, with the REPORT line in it read. */
export function readTail(logResult: string | undefined): Pick<InvokeResult, "logTail" | "report"> {
  if (!logResult) return {};
  const logTail = Buffer.from(logResult, "base64").toString("utf8");
  const report = logTail
    .split(/\n(?=REPORT |\{)/)
    .map((part) => parseReport(part.trimEnd()))
    .findLast((found) => found !== undefined);
  return report ? { logTail, report } : { logTail };
}

/** What AWS bills a call that ran, in GB-seconds. */
export function gbSecondsOf({ billedDurationMs = 0, memorySizeMb = 0 }: Report): number {
  return (billedDurationMs / 1000) * (memorySizeMb / 1024);
}
