"use client";

import { useMemo } from "react";
import { LineText, wordColour, wordOf } from "@/components/logs/line-text";
import { Link } from "@/components/ui/link";
import { parseLogLine } from "@/lib/model/log-line";

/** AWS's tail of the log: the last 4 KB of this call. */
export function LogTail({
  text,
  functionName,
  requestId,
}: {
  text: string;
  functionName: string;
  requestId: string | undefined;
}) {
  const lines = useMemo(
    () => splitTail(text).map((message) => ({ message, line: parseLogLine(message) })),
    [text],
  );
  const isCut = text.length > 3_900;
  return (
    <section aria-label="Log tail" className="border-b border-border px-3 py-2.5">
      <div className="mb-1.5 flex items-center gap-2 text-12">
        <h2 className="font-semibold">Log tail</h2>
        <span className="text-11 text-text-3">
          {lines.length} lines{isCut && " \u00b7 the last 4 KB only"}
        </span>
        <span className="flex-1" />
        <Link
          className="text-12 font-medium text-accent"
          href={`/functions/${encodeURIComponent(functionName)}/logs${requestId ? `?request=${encodeURIComponent(requestId)}` : ""}`}
        >
          {isCut ? "Full log" : "Open in Logs"}
        </Link>
      </div>
      <ol className="code-text overflow-x-auto text-12 leading-4.5">
        {lines.map(({ line }, i) => (
          <li key={i} className="grid grid-cols-[44px_1fr] gap-2 whitespace-pre">
            <span className={wordColour(line)}>{wordOf(line)}</span>
            <span className={line.kind === "text" ? undefined : "text-text-3"}>
              <LineText line={line} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A message may hold line breaks of its own; a new one begins where a line has the look of one. */
function splitTail(text: string): string[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const messages: string[] = [];
  for (const line of lines) {
    const goesOn = messages.length > 0 && /^(\s|XRAY TraceId)/.test(line);
    if (goesOn) messages[messages.length - 1] += `\n${line}`;
    else messages.push(line);
  }
  return messages;
}
