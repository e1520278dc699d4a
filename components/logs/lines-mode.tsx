"use client";

import { Search, WrapText } from "lucide-react";
import { useRef, useState } from "react";
import { useStored } from "@/components/shell/use-stored";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { useKeys } from "@/components/ui/use-keys";
import { FollowSwitch } from "./follow-switch";
import { LineList } from "./line-list";
import { LoadedLogs } from "./loaded-logs";
import type { LogModeProps } from "./log-view";
import { ModeActions } from "./mode-actions";
import { PatternHelp } from "./pattern-help";
import { RequestDrawer } from "./request-drawer";
import { useFollowedLogs } from "./use-followed-logs";
import { useUrlParam } from "./use-url-param";

/** A log group line by line, searched by CloudWatch with a filter pattern. */
export function LinesMode({ source, size }: LogModeProps) {
  const [filter, setFilter] = useUrlParam("filter");
  const [request, setRequest] = useUrlParam("request");
  const [typed, setTyped] = useState(filter);
  const [wrap, setWrap] = useStored("logs.wrap", false);
  const search = useRef<HTMLInputElement>(null);
  const logs = useFollowedLogs(source, filter, "line");
  const { lines, invocations } = logs;
  useKeys({
    "/": () => search.current?.focus(),
    w: () => setWrap(!wrap),
  });
  return (
    <>
      <ModeActions>
        <FollowSwitch logs={logs} />
        <Button size="small" icon={WrapText} pressed={wrap} onClick={() => setWrap(!wrap)}>
          Wrap
        </Button>
      </ModeActions>
      <div className="flex flex-none items-center gap-2 border-b border-border px-4 pb-2">
        <Input
          ref={search}
          mono
          className="h-8 flex-1"
          aria-label="CloudWatch filter pattern"
          placeholder={'CloudWatch filter pattern, e.g. ERROR or { $.level = "ERROR" }'}
          value={typed}
          onChange={setTyped}
          onEnter={() => setFilter(typed)}
          before={<Search size={14} aria-hidden className="text-text-3" />}
          after={
            <PatternHelp
              onTake={(taken) => {
                setTyped(taken);
                setFilter(taken);
              }}
            />
          }
        />
        <Button disabled={typed === filter} onClick={() => setFilter(typed)}>
          Search
        </Button>
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <LoadedLogs
            source={source}
            logs={logs}
            filtered={filter !== ""}
            isEmpty={lines.length === 0}
          >
            {(older) => (
              <LineList
                lines={lines}
                wrap={wrap}
                highlight={plainWords(filter)}
                onOpen={setRequest}
                head={older}
              />
            )}
          </LoadedLogs>
        </div>
        {request !== "" && (
          <RequestDrawer
            key={request}
            source={source}
            requestId={request}
            known={invocations.find(({ requestId }) => requestId === request)}
            size={size}
            onClose={() => setRequest("")}
          />
        )}
      </div>
    </>
  );
}

/** The text a pattern looks for, where it is plain enough to be marked. */
function plainWords(pattern: string): string | undefined {
  return /^"([^"]+)"$/.exec(pattern)?.[1] ?? /^[\w./:-]+$/.exec(pattern)?.[0];
}
