"use client";

import { Search } from "lucide-react";
import { useMemo, useRef } from "react";
import { Input } from "@/components/ui/field";
import { useKeys } from "@/components/ui/use-keys";
import { isFailure, type LoggedInvocation } from "@/lib/model/invocation";
import { FollowSwitch } from "./follow-switch";
import { InvocationList } from "./invocation-list";
import { LoadedLogs } from "./loaded-logs";
import { InvocationSummary } from "./log-facts";
import type { LogModeProps } from "./log-view";
import { ModeActions } from "./mode-actions";
import { RequestDrawer } from "./request-drawer";
import { useFollowedLogs } from "./use-followed-logs";
import { useUrlParam } from "./use-url-param";

/** A log group as one row a request. */
export function InvocationsMode({ source, size }: LogModeProps) {
  const [filter, setFilter] = useUrlParam("filter");
  const [request, setRequest] = useUrlParam("request");
  const [only, setOnly] = useUrlParam("only");
  const search = useRef<HTMLInputElement>(null);
  // Requests are put together from all their lines, so the search runs over what was read.
  const logs = useFollowedLogs(source, "", "row");
  const { invocations } = logs;
  const shown = useMemo(
    () => invocations.filter((invocation) => matches(invocation, filter, only)),
    [invocations, filter, only],
  );
  useKeys({
    "/": () => search.current?.focus(),
    e: () => setOnly(only === "errors" ? "" : "errors"),
  });
  return (
    <>
      <ModeActions>
        <FollowSwitch logs={logs} />
      </ModeActions>
      <div className="flex flex-none items-center gap-2 border-b border-border px-4 pb-2">
        <Input
          ref={search}
          mono
          className="h-8 flex-1"
          aria-label="Find in requests"
          placeholder="Find in the requests read: text or request id"
          value={filter}
          onChange={setFilter}
          before={<Search size={14} aria-hidden className="text-text-3" />}
        />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <InvocationSummary invocations={invocations} only={only} setOnly={setOnly} />
          <LoadedLogs
            source={source}
            logs={logs}
            filtered={filter !== "" || only !== ""}
            isEmpty={shown.length === 0}
          >
            {(older) => (
              <InvocationList
                invocations={shown}
                chosen={request}
                onOpen={setRequest}
                size={size}
                foot={older}
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
