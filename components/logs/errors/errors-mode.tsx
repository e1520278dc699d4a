"use client";

import { Search } from "lucide-react";
import { useMemo, useRef } from "react";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import type { ErrorGroup } from "@/lib/model/error-groups";
import { formatClock, formatDateTime, formatFullCount } from "@/lib/model/format";
import { Unreadable } from "../log-states";
import type { LogModeProps } from "../log-view";
import { RequestDrawer } from "../request-drawer";
import { useUrlParam } from "../use-url-param";
import { ErrorDrawer } from "./error-drawer";
import { ErrorTable } from "./error-table";
import { placeOf } from "./error-words";
import { useErrors } from "./use-errors";

/** The errors of a log group, alike ones together. */
export function ErrorsMode({ source, size, detail }: LogModeProps) {
  const { zone } = useSession();
  const [filter, setFilter] = useUrlParam("find");
  const [only, setOnly] = useUrlParam("kind");
  const [chosen, setChosen] = useUrlParam("error");
  const [request, setRequest] = useUrlParam("request");
  const search = useRef<HTMLInputElement>(null);
  const errors = useErrors(source);
  const { groups, span, coveredFromMs, complete } = errors;
  const changedMs = Date.parse(detail?.lastModified ?? "");
  // Whether an error is new is known only when the time before the change has been read as well.
  const isNew = ({ firstMs }: ErrorGroup) =>
    coveredFromMs !== undefined && coveredFromMs < changedMs && firstMs > changedMs;
  const shown = useMemo(
    () => groups?.filter((group) => matches(group, filter, only)),
    [groups, filter, only],
  );
  useKeys({
    "/": () => search.current?.focus(),
    e: () => setOnly(only === "failed" ? "" : "failed"),
  });
  useStatus({
    keys: [
      [["1", "\u2026", "4"], "mode"],
      [["/"], "filter"],
      [["J", "K"], "row"],
      [["Enter"], "occurrences"],
      [["E"], "failed requests only"],
    ],
    source: "CloudWatch Logs",
    updatedAtMs: errors.readMs || undefined,
  });
  const open = groups?.find(({ key }) => key === chosen);
  const problem = errors.error && problemOf(errors.error);
  return (
    <>
      <div className="flex flex-none items-center gap-2 border-b border-border px-4 pb-2">
        <Input
          ref={search}
          mono
          className="h-8 flex-1"
          aria-label="Find in errors"
          placeholder="Find in the errors: type, message or place"
          value={filter}
          onChange={setFilter}
          before={<Search size={14} aria-hidden className="text-text-3" />}
        />
        <button
          type="button"
          className="chip"
          aria-pressed={only === "failed"}
          onClick={() => setOnly(only === "failed" ? "" : "failed")}
        >
          Failed requests only
        </button>
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {groups && (
            <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-4 py-1 text-12 text-text-2">
              <Facts groups={groups} />
              {!complete && coveredFromMs !== undefined && (
                <>
                  <span>read back to {formatClock(coveredFromMs, zone)}</span>
                  <Button size="small" busy={errors.isReading} onClick={errors.readOlder}>
                    Read older
                  </Button>
                </>
              )}
              {Number.isFinite(changedMs) && (
                <span className="text-text-3">
                  function last changed {formatDateTime(changedMs, zone, errors.readMs)}
                </span>
              )}
              <span className="flex-1" />
              <span className="text-11 text-text-3">
                Throttled requests never start, so they log nothing: see Metrics.
              </span>
            </div>
          )}
          {problem &&
            (groups ? (
              <div className="p-4">
                <ProblemView problem={problem} onRetry={errors.retry} />
              </div>
            ) : (
              <Unreadable problem={problem} source={source} retry={errors.retry} />
            ))}
          {!shown || !span ? (
            !problem && <SkeletonRows rows={6} />
          ) : shown.length === 0 ? (
            <NoErrors filtered={filter !== "" || only !== ""} complete={complete} />
          ) : (
            <ErrorTable
              groups={shown}
              span={span}
              isNew={isNew}
              chosen={chosen}
              onChoose={(key) => {
                setRequest("");
                setChosen(key);
              }}
            />
          )}
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
          open && (
            <ErrorDrawer
              key={open.key}
              group={open}
              onRequest={setRequest}
              onClose={() => setChosen("")}
            />
          )
        )}
      </div>
    </>
  );
}

function Facts({ groups }: { groups: readonly ErrorGroup[] }) {
  const lines = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <span>
      <b className="font-medium text-text">{formatFullCount(lines)}</b>{" "}
      {lines === 1 ? "error" : "errors"} of{" "}
      <b className="font-medium text-text">{formatFullCount(groups.length)}</b>{" "}
      {groups.length === 1 ? "kind" : "kinds"}
    </span>
  );
}

function NoErrors({ filtered, complete }: { filtered: boolean; complete: boolean }) {
  return (
    <EmptyState title={filtered ? "Nothing matches" : "No errors were logged in this time"}>
      {filtered
        ? "Change what you look for, or show all errors."
        : complete
          ? "Lines of level error, unhandled errors, time-outs, full memory and failed starts would be here."
          : "Only the newest part of the time range has been read."}
    </EmptyState>
  );
}

function matches(group: ErrorGroup, words: string, only: string): boolean {
  if (only === "failed" && group.kind === "logged") return false;
  if (words === "") return true;
  const text = `${group.type ?? ""} ${group.message} ${placeOf(group) ?? ""}`.toLowerCase();
  return text.includes(words.toLowerCase());
}
