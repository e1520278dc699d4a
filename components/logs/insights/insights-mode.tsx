"use client";

import { useQuery } from "@tanstack/react-query";
import { BookOpen, Play, Square } from "lucide-react";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Menu } from "@/components/ui/menu";
import { ProblemView } from "@/components/ui/problem-view";
import { useKeys } from "@/components/ui/use-keys";
import { insightsLimits, type QueryTable } from "@/lib/model/insights-query";
import type { Problem } from "@/lib/model/problem";
import { binFor, readyQueries } from "@/lib/model/ready-queries";
import { spanOf } from "@/lib/model/time-range";
import type { LogModeProps } from "../log-view";
import { RequestDrawer } from "../request-drawer";
import { wholeMs } from "../use-log-events";
import { useUrlParam } from "../use-url-param";
import { GroupChoice } from "./group-choice";
import { QueryEditor } from "./query-editor";
import { QueryHistory } from "./query-history";
import { QueryResult } from "./query-result";
import { RecordDrawer } from "./record-drawer";
import { ScanEstimate } from "./scan-estimate";
import { useQueryHistory } from "./use-query-history";
import { type QueryRun, useQueryRun } from "./use-query-run";

/** Log groups asked with CloudWatch Logs Insights. The address holds the query and its groups. */
export function InsightsMode({ source, size }: LogModeProps) {
  const { range } = useSession();
  const ready = readyQueries(binFor(range.lengthMs).bin, source.functionName);
  const [kept, setKept] = useUrlParam("query");
  const [groupList, setGroupList] = useUrlParam("groups");
  const [request, setRequest] = useUrlParam("request");
  const [typed, setTyped] = useState(kept || ready[0]!.text);
  const [seen, setSeen] = useState(kept);
  // A saved query comes through the address.
  if (kept !== seen) {
    setSeen(kept);
    if (kept !== "") setTyped(kept);
  }
  const [chosen, setChosen] = useState<QueryTable["rows"][number]>();
  const [history, remember] = useQueryHistory();
  const groups = groupList === "" ? [source.logGroup] : groupList.split(",");
  const setGroups = (next: readonly string[]) =>
    setGroupList(next.length === 1 && next[0] === source.logGroup ? "" : next.join(","));
  const { run, start, cancel } = useQueryRun((ended) => remember(pastOf(ended)));
  const fields = useFields(groups[0]!);
  const isRunning = run !== undefined && run.endedMs === undefined;
  const runIt = () => {
    setChosen(undefined);
    setKept(typed);
    void start({ groups, text: typed.trim(), span: wholeMs(spanOf(range, Date.now())) });
  };
  const isTooLong = typed.length > insightsLimits.longestQuery;
  useKeys({ "mod+enter": () => (isRunning || isTooLong ? false : runIt()) });
  useStatus({
    keys: [
      [["1", "\u2026", "4"], "mode"],
      [["Ctrl", "Enter"], "run"],
      [["J", "K"], "row"],
      [["Enter"], "record"],
    ],
    source: "CloudWatch Logs Insights",
    updatedAtMs: run?.endedMs,
  });
  const mistake =
    run?.problem?.place && run.query.text === typed.trim()
      ? { message: run.problem.detail, place: run.problem.place }
      : undefined;
  return (
    <>
      <div className="flex flex-none flex-col border-b border-border">
        <div className="h-32 min-h-20 resize-y overflow-hidden border-y border-border">
          <QueryEditor
            value={typed}
            onChange={setTyped}
            onSubmit={() => !isRunning && !isTooLong && runIt()}
            fields={fields}
            mistake={mistake}
          />
        </div>
        <div className="flex flex-wrap items-center gap-2 px-4 py-1.5">
          {isRunning ? (
            <Button icon={Square} onClick={cancel}>
              Stop
            </Button>
          ) : (
            <Button
              kind="primary"
              icon={Play}
              disabled={typed.trim() === "" || isTooLong}
              onClick={runIt}
            >
              Run query
            </Button>
          )}
          <GroupChoice chosen={groups} onChange={setGroups} />
          {isTooLong ? (
            <span role="alert" className="text-12 text-danger">
              A query has at most {insightsLimits.longestQuery.toLocaleString("en-US")} characters;
              this one has {typed.length.toLocaleString("en-US")}.
            </span>
          ) : (
            <ScanEstimate groups={groups} />
          )}
          <span className="flex-1" />
          <Menu
            align="end"
            trigger={
              <Button size="small" icon={BookOpen}>
                Ready queries
              </Button>
            }
            items={ready.map(({ name, about, text }) => ({
              label: name,
              detail: about,
              onSelect: () => setTyped(text),
            }))}
          />
          <QueryHistory
            history={history}
            onTake={(past) => {
              setTyped(past.text);
              setGroups(past.groups);
            }}
          />
        </div>
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {run?.problem && <RunProblem problem={run.problem} />}
          {run?.update ? (
            <QueryResult run={run} chosen={chosen} onChoose={setChosen} />
          ) : (
            !run?.problem && <NotRunYet isStarting={isRunning} />
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
          chosen &&
          run?.update && (
            <RecordDrawer
              table={run.update.table}
              row={chosen}
              onRequest={setRequest}
              onClose={() => setChosen(undefined)}
            />
          )
        )}
      </div>
    </>
  );
}

function NotRunYet({ isStarting }: { isStarting: boolean }) {
  if (isStarting) return <p className="px-4 py-2 text-12 text-text-2">Starting...</p>;
  return (
    <EmptyState title="Nothing was run yet">
      A query asks the whole time range at once and costs by what it scans. It gives at most{" "}
      {insightsLimits.mostRows.toLocaleString("en-US")} rows and is stopped after{" "}
      {insightsLimits.longestMinutes} minutes, or when you leave this page.
    </EmptyState>
  );
}

function RunProblem({ problem }: { problem: Problem }) {
  const [, setView] = useUrlParam("view");
  const isMissing = problem.kind === "unsupported";
  return (
    <div className="flex flex-none flex-col gap-2 p-4">
      <ProblemView problem={problem} />
      {(isMissing || problem.kind === "budget" || problem.kind === "denied") && (
        <div className="flex items-center gap-2 text-12 text-text-2">
          <Button size="small" onClick={() => setView("lines")}>
            Search the lines instead
          </Button>
          {isMissing
            ? "This endpoint has no Logs Insights. The lines can be searched with a filter pattern."
            : "Searching the lines with a filter pattern costs nothing."}
        </div>
      )}
    </div>
  );
}

/** Fields that CloudWatch found in the group; none where it cannot be asked. */
function useFields(group: string): readonly string[] {
  const { connectionId } = useSession();
  const { data } = useQuery({
    queryKey: ["log-fields", connectionId, group],
    queryFn: ({ signal }) =>
      getJson<{ fields: { name: string }[] }>("/api/logs/fields", { group }, signal),
    enabled: connectionId !== undefined,
    staleTime: 600_000,
    retry: false,
    select: ({ fields }) => fields.map(({ name }) => name),
  });
  return data ?? noFields;
}

const noFields: readonly string[] = [];

function pastOf({ query, startedMs, update, problem }: QueryRun) {
  return {
    text: query.text,
    groups: query.groups,
    atMs: startedMs,
    status: problem ? "Refused" : (update?.status ?? "Cancelled"),
    bytesScanned: update?.statistics.bytesScanned,
    rows: update?.table.rows.length,
  };
}
