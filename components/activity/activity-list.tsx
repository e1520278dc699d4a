"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useIsPhone } from "@/components/functions/use-is-phone";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useNow } from "@/components/shell/use-now";
import { Button } from "@/components/ui/button";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/panel";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ColumnHead, Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { useKeys } from "@/components/ui/use-keys";
import { canUndo, titleOf, type Change } from "@/lib/model/change";
import { formatAge, formatDateTime } from "@/lib/model/format";
import { ChangeDrawer, ChangedValues } from "./change-drawer";
import { ChangeOutcome } from "./change-outcome";
import { useActivity, useUndo } from "./use-activity";

/** What the address says about the page. */
export interface ActivityView {
  functionName: string;
  outcome: "all" | "done" | "failed";
  everywhere: boolean;
  /** The change whose details are open. */
  changeId?: number;
}

export function ActivityList({
  view,
  onView,
}: {
  view: ActivityView;
  onView(view: ActivityView): void;
}) {
  const { zone } = useSession();
  const nowMs = useNow();
  const {
    data,
    error,
    isPending,
    refetch,
    fetchNextPage,
    hasNextPage,
    isFetchingNextPage,
    dataUpdatedAt,
  } = useActivity({
    functionName: view.functionName || undefined,
    everywhere: view.everywhere,
  });
  const [cursor, setCursor] = useState(0);
  const [undoing, setUndoing] = useState<Change>();
  const undo = useUndo();

  const all = data?.pages.flatMap(({ changes }) => changes) ?? [];
  const changes =
    view.outcome === "all" ? all : all.filter(({ outcome }) => outcome === view.outcome);
  const opened = all.find(({ id }) => id === view.changeId);
  /** Who and where; the details say it too, when there is no room. */
  const hasOrigin = !useIsPhone() && !opened;
  const open = (change: Change | undefined) => onView({ ...view, changeId: change?.id });
  useStatus({
    keys: activityKeys,
    source: "Journal on this machine",
    updatedAtMs: dataUpdatedAt || undefined,
  });
  const move = (by: number) => setCursor(Math.max(0, Math.min(cursor + by, changes.length - 1)));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: (event) =>
      event.target instanceof Element && event.target.closest("a, button, input")
        ? false
        : open(changes[cursor]),
    escape: () => (opened ? open(undefined) : false),
    "/": () => document.getElementById("activity-function")?.focus(),
  });

  return (
    <>
      <PageHead title="Activity" detail="every change made through Lambdeck" />
      <div className="flex min-h-10 flex-none flex-wrap items-center gap-2 border-t border-border px-4 py-2">
        <Input
          id="activity-function"
          size="small"
          aria-label="Function name"
          placeholder="Function name"
          className="w-47.5 border-border-strong"
          value={view.functionName}
          onChange={(functionName) => onView({ ...view, functionName })}
        />
        <Segmented
          size="small"
          aria-label="Connections"
          value={view.everywhere ? "all" : "this"}
          onChange={(value) => onView({ ...view, everywhere: value === "all" })}
          options={[
            { value: "this", label: "This connection" },
            { value: "all", label: "All connections" },
          ]}
        />
        <Select
          size="small"
          aria-label="Outcome"
          value={view.outcome}
          onChange={(outcome) => onView({ ...view, outcome })}
          options={[
            { value: "all", label: "Any outcome" },
            { value: "done", label: "Done" },
            { value: "failed", label: "Failed" },
          ]}
        />
      </div>
      <div className="flex min-h-0 flex-1 border-t border-border">
        <div className="min-w-0 flex-1 overflow-auto max-md:[&_table]:min-w-160">
          {error && !data ? (
            <div className="p-4">
              <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
            </div>
          ) : isPending ? (
            <SkeletonRows />
          ) : changes.length === 0 ? (
            <EmptyState
              title={
                all.length === 0 ? "Nothing has been changed yet" : "No change matches the filters"
              }
            >
              Every change is written here with its old and new value before it is sent, and most
              can be undone.
            </EmptyState>
          ) : (
            <Table label="Changes">
              <thead>
                <tr>
                  <ColumnHead width={76}>When</ColumnHead>
                  <ColumnHead width="16%">Function</ColumnHead>
                  <ColumnHead>Change</ColumnHead>
                  <ColumnHead width={104}>Outcome</ColumnHead>
                  {hasOrigin && <ColumnHead width="13%">Who</ColumnHead>}
                  {hasOrigin && <ColumnHead width="16%">Connection</ColumnHead>}
                  <ColumnHead width={90} />
                </tr>
              </thead>
              <tbody>
                {changes.map((change, index) => (
                  <tr
                    key={change.id}
                    aria-selected={change.id === view.changeId}
                    data-focus={index === cursor || undefined}
                  >
                    <td className="text-text-2">
                      <time
                        dateTime={change.startedAt}
                        title={formatDateTime(Date.parse(change.startedAt), zone, nowMs)}
                      >
                        {formatAge(nowMs - Date.parse(change.startedAt))}
                      </time>
                    </td>
                    <td title={change.functionName}>
                      {change.functionName ? (
                        <Link
                          href={`/functions/${encodeURIComponent(change.functionName)}?connection=${encodeURIComponent(change.connectionId)}`}
                          prefetch={false}
                          className="font-medium hover:underline"
                        >
                          {change.functionName}
                        </Link>
                      ) : (
                        <span className="text-text-3">{"\u2013"}</span>
                      )}
                    </td>
                    <td title={titleOf(change)}>
                      <button
                        type="button"
                        className="max-w-full truncate text-left hover:underline"
                        onClick={() => open(change)}
                      >
                        {titleOf(change)}
                      </button>
                    </td>
                    <td>
                      <ChangeOutcome change={change} />
                    </td>
                    {hasOrigin && (
                      <td className="text-text-2" title={change.who}>
                        {change.who.split("/").slice(-2).join("/").split(":").at(-1)}
                      </td>
                    )}
                    {hasOrigin && (
                      <td className="text-text-2">
                        {change.connectionLabel}{" "}
                        <span className="text-text-3">{change.region}</span>
                      </td>
                    )}
                    <td className="num">
                      {canUndo(change) && (
                        <Button
                          size="small"
                          icon={Undo2}
                          aria-label={`Undo: ${titleOf(change)}`}
                          onClick={() => setUndoing(change)}
                        >
                          Undo
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
          {hasNextPage && (
            <div className="p-3 text-center">
              <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Older changes
              </Button>
            </div>
          )}
        </div>
        {opened && (
          <ChangeDrawer
            change={opened}
            onClose={() => open(undefined)}
            onUndo={() => setUndoing(opened)}
          />
        )}
      </div>
      <ConfirmChange
        open={undoing !== undefined}
        onOpenChange={() => setUndoing(undefined)}
        title={undoing ? `Undo "${titleOf(undoing)}"?` : ""}
        values={[]}
        action="Undo the change"
        onConfirm={async () => {
          if (!undoing) return;
          await undo.mutateAsync(undoing);
          toast.done("The change was undone", { description: undoing.functionName });
        }}
      >
        {undoing && <ChangedValues change={undoing} reversed />}
        <Note>
          Before anything is sent, Lambdeck looks whether {undoing?.functionName ?? "it"} is still
          as this change left it. Undoing is itself written to the journal.
        </Note>
      </ConfirmChange>
    </>
  );
}

const activityKeys = [
  [["J", "K"], "move"],
  [["Enter"], "details"],
  [["Esc"], "close details"],
  [["/"], "function name"],
] as const;
