"use client";

import { Search, WrapText } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useStored } from "@/components/shell/use-stored";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { ProblemView } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatFullCount } from "@/lib/model/format";
import { isFailure, type LoggedInvocation } from "@/lib/model/invocation";
import type { BilledSize } from "@/lib/model/lambda-price";
import { FollowState, GroupFacts, InvocationSummary } from "./log-facts";
import { Nothing, Unreadable } from "./log-states";
import { InvocationList } from "./invocation-list";
import { LineList } from "./line-list";
import { PatternHelp } from "./pattern-help";
import { RequestDrawer } from "./request-drawer";
import { useFollow } from "./use-follow";
import { useLogBuffer } from "./use-log-buffer";
import type { LogSource } from "./use-log-events";
import { useUrlParam } from "./use-url-param";

export interface LogViewProps {
  source: LogSource;
  /** For prices; absent where the group is of no known function. */
  size?: Omit<BilledSize, "memoryMb">;
  /** What stands before the choice of view, e.g. the page's title. */
  title?: React.ReactNode;
}

/** A log group as requests or as lines, searched, and followed live. */
export function LogView({ source, size, title }: LogViewProps) {
  const { zone, range } = useSession();
  const [view, setView] = useUrlParam("view");
  const [filter, setFilter] = useUrlParam("filter");
  const [request, setRequest] = useUrlParam("request");
  const [only, setOnly] = useUrlParam("only");
  const [typed, setTyped] = useState(filter);
  const [isFollowing, setFollowing] = useState(false);
  const [wrap, setWrap] = useStored("logs.wrap", false);
  const search = useRef<HTMLInputElement>(null);

  const isLines = view === "lines";
  // Requests are put together from all their lines, so there the search runs over what was read.
  const pattern = isLines ? filter : "";
  const logs = useLogBuffer(source, pattern);
  const { lines, invocations, reading } = logs;
  const following = useFollow(
    source,
    pattern,
    isFollowing && reading !== undefined && !range.fixed,
    () => lines.at(-1)?.event.timestampMs ?? (reading?.readMs ?? Date.now()) - 15_000,
    logs.append,
  );
  const shown = useMemo(
    () => invocations.filter((invocation) => matches(invocation, filter, only)),
    [invocations, filter, only],
  );
  useKeys({
    "/": () => search.current?.focus(),
    space: () => setFollowing(!isFollowing),
    e: () => (isLines ? false : setOnly(only === "errors" ? "" : "errors")),
    w: () => setWrap(!wrap),
  });
  useStatus({
    keys: [
      [["/"], "filter"],
      [["J", "K"], isLines ? "line" : "row"],
      [["Enter"], "lines of this request"],
      [["Space"], isFollowing ? "pause live tail" : "live tail"],
    ],
    source: "CloudWatch Logs",
    updatedAtMs: reading?.readMs,
  });

  const older = reading && !reading.complete && (
    <div className="flex items-center gap-3 px-4 py-2 text-12 text-text-3">
      <Button size="small" busy={logs.isLoading} onClick={logs.loadOlder}>
        Load older
      </Button>
      Read back to {formatClock(reading.coveredFromMs, zone)}
      {logs.dropped > 0 &&
        `; ${formatFullCount(logs.dropped)} older lines were dropped to hold 100,000`}
    </div>
  );
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 px-4 py-1.5">
          {title}
          <Segmented<"invocations" | "lines">
            size="small"
            aria-label="Show as"
            value={isLines ? "lines" : "invocations"}
            onChange={(next) => setView(next === "lines" ? "lines" : "")}
            options={[
              { value: "invocations", label: "Invocations" },
              { value: "lines", label: "Lines" },
            ]}
          />
          <span className="flex-1" />
          <GroupFacts source={source} />
          {following && <FollowState following={following} />}
          <Switch
            checked={isFollowing && !range.fixed}
            locked={range.fixed ? "Choose a time that ends now to follow." : undefined}
            onChange={setFollowing}
            label={<span className="text-12 font-medium">Live tail</span>}
          />
          {isLines && (
            <Button size="small" icon={WrapText} pressed={wrap} onClick={() => setWrap(!wrap)}>
              Wrap
            </Button>
          )}
        </div>
        <div className="flex flex-none items-center gap-2 border-b border-border px-4 pb-2">
          <Input
            ref={search}
            mono
            className="h-8 flex-1"
            aria-label={isLines ? "CloudWatch filter pattern" : "Find in requests"}
            placeholder={
              isLines
                ? 'CloudWatch filter pattern, e.g. ERROR or { $.level = "ERROR" }'
                : "Find in the requests read: text or request id"
            }
            value={typed}
            onChange={(text) => {
              setTyped(text);
              if (!isLines) setFilter(text);
            }}
            onEnter={() => setFilter(typed)}
            before={<Search size={14} aria-hidden className="text-text-3" />}
            after={
              isLines && (
                <PatternHelp
                  onTake={(taken) => {
                    setTyped(taken);
                    setFilter(taken);
                  }}
                />
              )
            }
          />
          {isLines && (
            <Button disabled={typed === filter} onClick={() => setFilter(typed)}>
              Search
            </Button>
          )}
        </div>
        {!isLines && <InvocationSummary invocations={invocations} only={only} setOnly={setOnly} />}
        {logs.problem && reading === undefined ? (
          <Unreadable problem={logs.problem} source={source} retry={logs.reload} />
        ) : reading === undefined ? (
          <SkeletonRows rows={8} />
        ) : (
          <>
            {logs.problem && (
              <div className="px-4 pt-2">
                <ProblemView problem={logs.problem} onRetry={logs.reload} />
              </div>
            )}
            {isLines ? (
              lines.length === 0 ? (
                <Nothing filtered={filter !== ""} complete={reading.complete} older={older} />
              ) : (
                <LineList
                  lines={lines}
                  wrap={wrap}
                  highlight={plainWords(filter)}
                  onOpen={setRequest}
                  head={older}
                />
              )
            ) : shown.length === 0 ? (
              <Nothing
                filtered={filter !== "" || only !== ""}
                complete={reading.complete}
                older={older}
              />
            ) : (
              <InvocationList
                invocations={shown}
                chosen={request}
                onOpen={setRequest}
                size={size}
                foot={older}
              />
            )}
          </>
        )}
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
  );
}

function matches(invocation: LoggedInvocation, words: string, only: string): boolean {
  if (only === "errors" && !isFailure(invocation.outcome)) return false;
  if (only === "cold" && !invocation.cold) return false;
  if (words === "") return true;
  const wanted = words.toLowerCase();
  return (
    invocation.requestId.includes(wanted) ||
    invocation.lines.some(({ event }) => event.message.toLowerCase().includes(wanted))
  );
}

/** The text a pattern looks for, where it is plain enough to be marked. */
function plainWords(pattern: string): string | undefined {
  return /^"([^"]+)"$/.exec(pattern)?.[1] ?? /^[\w./:-]+$/.exec(pattern)?.[0];
}
