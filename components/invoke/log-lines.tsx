"use client";

import { LineText, wordColour, wordOf } from "@/components/logs/line-text";
import { useSession } from "@/components/shell/session";
import { formatClock } from "@/lib/model/format";
import type { LogLine } from "@/lib/model/log-line";

/** Lines of one call: when there is a time, then the level, then the text. */
export function LogLines({ lines }: { lines: readonly { line: LogLine; timestampMs?: number }[] }) {
  const { zone } = useSession();
  return (
    <ol className="code-text overflow-x-auto text-12 leading-4.5">
      {lines.map(({ line, timestampMs }, index) => (
        <li key={index} className="flex gap-2 whitespace-pre">
          {timestampMs !== undefined && (
            <span className="text-text-3">{formatClock(timestampMs, zone, "ms")}</span>
          )}
          <span className={`w-11 flex-none ${wordColour(line)}`}>{wordOf(line)}</span>
          <span className={line.kind === "text" ? undefined : "text-text-3"}>
            <LineText line={line} />
          </span>
        </li>
      ))}
    </ol>
  );
}
