"use client";

import { useCallback, useMemo } from "react";
import { LevelHistogram } from "./histogram/level-histogram";
import { LineDrawer } from "./line-drawer";
import { LineList } from "./line-list";
import { LineTools, useLineLook } from "./line-tools";
import { LoadedLogs } from "./loaded-logs";
import type { LogModeProps } from "./log-view";
import { ModeActions } from "./mode-actions";
import { FollowSwitch } from "./follow-switch";
import { RequestDrawer } from "./request-drawer";
import { SearchBar } from "./search-bar";
import { useLiveTail } from "./use-live-tail";
import { useLogBuffer } from "./use-log-buffer";
import { useStatus } from "@/components/shell/status";
import { eventKey } from "@/lib/model/seen-events";
import { hasLevel, patternWithLevel } from "@/lib/model/log-level";
import { wordsOfPattern } from "@/lib/model/log-pattern";
import { useUrlParam } from "./use-url-param";

/** A log group line by line, searched by CloudWatch with a filter pattern. */
export function LinesMode({ source, size }: LogModeProps) {
  const [filter] = useUrlParam("filter");
  const [request, setRequest] = useUrlParam("request");
  const [chosen, setChosen] = useUrlParam("line");
  const look = useLineLook();
  const { level } = look;
  const pattern = patternWithLevel(filter, level);
  const logs = useLogBuffer(source, pattern);
  const { lines, changes, reading, append } = logs;
  const tail = useLiveTail(source, pattern, {
    isReady: reading !== undefined,
    newestMs: () => lines.at(-1)?.event.timestampMs ?? reading?.readMs ?? Date.now(),
    append,
  });
  const shown = useMemo(
    () => (level === "all" ? lines : lines.filter(({ line }) => hasLevel(line, level))),
    // The buffer grows in place; the count of changes says when.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [lines, level, changes],
  );
  const openLine = useCallback(
    (key: string) => {
      setRequest("");
      setChosen(key);
    },
    [setRequest, setChosen],
  );
  useStatus({
    keys: [
      [["1", "\u2026", "4"], "mode"],
      [["/"], "filter"],
      [["J", "K"], "line"],
      [["Enter"], "this line"],
      [["W"], "wrap"],
      [["Space"], tail.isOn ? (tail.isPaused ? "resume" : "pause") : "live tail"],
    ],
    source: "CloudWatch Logs",
    updatedAtMs: reading?.readMs,
  });
  const line = chosen === "" ? undefined : shown.find(({ event }) => eventKey(event) === chosen);
  return (
    <>
      <ModeActions>
        <FollowSwitch tail={tail} />
      </ModeActions>
      <SearchBar placeholder={'CloudWatch filter pattern, e.g. ERROR or { $.level = "ERROR" }'} />
      {reading && (
        <LevelHistogram
          source={source}
          lines={lines}
          changes={changes}
          reading={reading}
          isFiltered={pattern !== ""}
        />
      )}
      <LineTools look={look} lines={shown} logs={logs} source={source} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <LoadedLogs
            source={source}
            logs={logs}
            filtered={pattern !== ""}
            isEmpty={shown.length === 0}
          >
            {(older) => (
              <LineList
                lines={shown}
                changes={changes}
                look={look}
                isPaused={tail.isPaused}
                resume={() => tail.setPaused(false)}
                highlight={wordsOfPattern(filter)}
                chosen={chosen}
                onOpen={openLine}
                head={older}
              />
            )}
          </LoadedLogs>
        </div>
        {request !== "" ? (
          <RequestDrawer
            key={request}
            source={source}
            requestId={request}
            known={undefined}
            size={size}
            onClose={() => setRequest("")}
          />
        ) : (
          chosen !== "" && (
            <LineDrawer
              key={chosen}
              source={source}
              lineKey={chosen}
              known={line}
              onRequest={setRequest}
              onClose={() => setChosen("")}
            />
          )
        )}
      </div>
    </>
  );
}
