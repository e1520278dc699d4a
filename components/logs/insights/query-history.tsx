"use client";

import { History } from "lucide-react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/menu";
import { formatAge, formatBytes, formatDateTime, formatFullCount, plain } from "@/lib/model/format";
import type { PastQuery } from "./use-query-history";

/** The queries that were run before; a click takes one back into the editor. */
export function QueryHistory({
  history,
  onTake,
}: {
  history: readonly PastQuery[];
  onTake(past: PastQuery): void;
}) {
  return (
    <Popover
      label="Queries run before"
      align="end"
      trigger={
        <Button size="small" icon={History}>
          History
        </Button>
      }
    >
      {(close) => (
        <div className="max-h-96 w-120 max-w-full overflow-y-auto p-1">
          {history.length === 0 && (
            <p className="p-2 text-12 text-text-3">Nothing was run from this browser yet.</p>
          )}
          {history.map((past) => (
            <button
              key={past.atMs}
              type="button"
              className="pop-item flex-col items-start gap-0!"
              onClick={() => {
                onTake(past);
                close();
              }}
            >
              <code className="code-text line-clamp-2 text-left whitespace-pre-wrap">
                {past.text}
              </code>
              <Facts past={past} />
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}

function Facts({ past }: { past: PastQuery }) {
  const { zone } = useSession();
  const nowMs = useNow(60_000);
  const { atMs, status, bytesScanned, rows, groups } = past;
  const facts = [
    `${formatAge(Math.max(0, nowMs - atMs))} ago`,
    status === "Complete" ? undefined : status.toLowerCase(),
    rows === undefined ? undefined : `${formatFullCount(rows)} rows`,
    bytesScanned === undefined ? undefined : `${plain(formatBytes(bytesScanned))} scanned`,
    groups.length === 1 ? groups[0] : `${groups.length} log groups`,
  ];
  return (
    <span className="text-11 text-text-3" title={formatDateTime(atMs, zone, nowMs)}>
      {facts.filter(Boolean).join(" \u00b7 ")}
    </span>
  );
}
