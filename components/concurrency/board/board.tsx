"use client";

import { ListChecks, Sparkles } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useIsPhone } from "@/components/functions/use-is-phone";
import { PlanDrawer } from "@/components/plan/plan-drawer";
import { useHasPlan } from "@/components/plan/use-has-plan";
import { useStatus } from "@/components/shell/status";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/panel";
import { ProblemView } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import { formatFullCount, formatPercent, plain } from "@/lib/model/format";
import type { Traffic } from "@/lib/model/traffic";
import { BoardNotes } from "./board-notes";
import { BoardTable } from "./board-table";
import { BoardToolbar, ReplayButton } from "./board-toolbar";
import { boardSorts, type BoardView, sortLabels, windowLabels } from "./board-view";
import "./board.css";
import { DragPreview } from "./drag-preview";
import { Hatches } from "./hatches";
import { LaneCards } from "./lane-cards";
import { LaneList } from "./lane-list";
import { LaneEffect, PlanSummary } from "./plan-summary";
import { PoolBar } from "./pool-bar";
import { PredictionDialog } from "./prediction-dialog";
import { RecommendDialog } from "./recommend-dialog";
import { TimelineView } from "./timeline-view";
import { type Board as BoardData, useBoard } from "./use-board";

/** The concurrency of the whole account: who holds what, what it would have done to recorded traffic, and the plan. */
export function Board({ view, onView }: { view: BoardView; onView(view: BoardView): void }) {
  const isPhone = useIsPhone();
  const board = useBoard(view);
  const { settings, plan, lanes, account, traffic } = board;
  const [preview] = useState(() => new DragPreview());
  const [explained, setExplained] = useState<string>();
  const [isRecommending, setRecommending] = useState(false);
  const hasPlan = useHasPlan();
  const [planOpen, setPlanOpen] = usePlanOpen(hasPlan);
  useStatus({
    keys: boardKeys,
    source: useMemo(() => traffic && sourceOf(traffic), [traffic]),
    updatedAtMs: traffic?.asOfMs,
  });
  const settle = () => {
    if (preview.changes.length > 0) plan.set(...preview.changes);
    preview.clear();
  };
  useKeys({
    p: () => setPlanOpen(!planOpen),
    // The open drawer does the same itself.
    "mod+z": () => (planOpen ? false : plan.undo()),
    "mod+shift+z": () => (planOpen ? false : plan.redo()),
  });
  return (
    <>
      <Hatches />
      <PageHead
        title="Concurrency"
        detail={
          settings.count > 0 && (
            <span className="text-12 max-md:hidden">
              {formatFullCount(settings.count)} functions
              {account && (
                <span className="max-xl:hidden">
                  , account limit {formatFullCount(account.limit)}
                </span>
              )}
            </span>
          )
        }
      >
        {isPhone && <ReplayButton view={view} onView={onView} />}
        <Segmented
          size="small"
          aria-label="View"
          value={view.tab}
          onChange={(tab) => onView({ ...view, tab })}
          options={[
            { value: "lanes", label: "Lanes" },
            { value: "table", label: "Table" },
            { value: "timeline", label: "Timeline" },
          ]}
        />
        {!isPhone && view.tab === "lanes" && (
          <Select
            size="small"
            aria-label="Scale"
            value={view.scale}
            onChange={(scale) => onView({ ...view, scale })}
            options={[
              { value: "lane", label: "Scale per lane" },
              { value: "common", label: "Scale common" },
            ]}
          />
        )}
        {!isPhone && (
          <Select
            size="small"
            aria-label="Sort"
            value={view.sort}
            onChange={(sort) => onView({ ...view, sort })}
            options={boardSorts.map((value) => ({ value, label: `Sort ${sortLabels[value]}` }))}
          />
        )}
        <Button size="small" icon={Sparkles} onClick={() => setRecommending(true)}>
          Recommend…
        </Button>
        {(!isPhone || (hasPlan && !planOpen)) && (
          <Button
            size="small"
            icon={ListChecks}
            shortcut={isPhone ? undefined : "P"}
            pressed={planOpen}
            onClick={() => setPlanOpen(!planOpen)}
          >
            Plan
            {plan.changes.length > 0 && <Badge tone="accent">{plan.changes.length}</Badge>}
          </Button>
        )}
      </PageHead>
      <div className="relative flex min-h-0 flex-1 border-t border-border max-md:flex-col">
        <div className="board">
          {!isPhone && (
            <BoardToolbar view={view} onView={onView} canUndo={plan.canUndo} onUndo={plan.undo} />
          )}
          <BoardNotes board={board} />
          <BoardContent
            board={board}
            view={view}
            onView={onView}
            isPhone={isPhone}
            preview={preview}
            settle={settle}
            explain={setExplained}
          />
        </div>
        {planOpen && (
          <PlanDrawer
            onClose={() => setPlanOpen(false)}
            effectOf={(name) => <LaneEffect lane={lanes.find(({ now }) => now.name === name)} />}
          >
            <PlanSummary
              lanes={lanes}
              account={account}
              accountAfter={board.accountAfter}
              factor={view.factor}
            />
          </PlanDrawer>
        )}
      </div>
      {explained !== undefined && (
        <PredictionDialog
          board={board}
          functionName={explained}
          onClose={() => setExplained(undefined)}
        />
      )}
      {isRecommending && <RecommendDialog board={board} onClose={() => setRecommending(false)} />}
    </>
  );
}

function BoardContent({
  board,
  view,
  onView,
  isPhone,
  preview,
  settle,
  explain,
}: {
  board: BoardData;
  view: BoardView;
  onView(view: BoardView): void;
  isPhone: boolean;
  preview: DragPreview;
  settle(): void;
  explain(functionName: string): void;
}) {
  const { settings, lanes, account, accountAfter, reading, predictions, predict } = board;
  const { plan, traffic } = board;
  const actions = useStableActions({
    settle,
    explain,
    select: (functionName: string | undefined) => {
      if (functionName !== view.functionName) onView({ ...view, functionName });
    },
  });
  const laneActions = useMemo(() => ({ ...actions, predict }), [actions, predict]);
  if (settings.failure)
    return (
      <div className="p-4">
        <ProblemView problem={settings.failure} onRetry={settings.retry} />
      </div>
    );
  if (lanes.length === 0)
    return settings.isReading ? (
      <SkeletonRows rows={10} />
    ) : (
      <EmptyState title="No functions here">
        The board shows how the functions of this account and region share its concurrency. There is
        none yet.
      </EmptyState>
    );
  if (view.tab === "timeline")
    return traffic ? (
      <TimelineView
        lanes={lanes}
        grid={traffic}
        limit={account?.limit}
        isRecorded={board.isRecorded}
      />
    ) : (
      <SkeletonRows rows={8} />
    );
  return (
    <>
      {accountAfter && (
        <PoolBar
          lanes={lanes}
          account={accountAfter}
          peakConcurrency={predictions.after?.peakConcurrency}
          factor={view.factor}
          preview={preview}
          isPhone={isPhone}
          onSettle={settle}
        />
      )}
      {view.tab === "table" ? (
        <BoardTable
          lanes={lanes}
          account={accountAfter}
          sort={view.sort}
          onSort={(sort) => onView({ ...view, sort })}
          onSet={plan.set}
          onExplain={explain}
        />
      ) : isPhone ? (
        <LaneCards
          lanes={lanes}
          account={accountAfter}
          selected={view.functionName}
          onSelect={actions.select}
          onSet={plan.set}
          onExplain={explain}
        />
      ) : (
        <LaneList
          lanes={lanes}
          account={accountAfter}
          scale={view.scale}
          windowLabel={windowLabels[view.window]}
          selected={view.functionName}
          isWaiting={reading.isReading || predictions.isPending}
          preview={preview}
          actions={laneActions}
        />
      )}
    </>
  );
}

/** The same functions for ever, which do what the newest ones do: lanes must not be drawn for them. */
function useStableActions<T extends Record<string, (...given: never[]) => void>>(actions: T): T {
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(actions).map((name) => [
          name,
          (...given: never[]) => newest.current[name]?.(...given),
        ]),
      ) as T,
  );
  return stable;
}

/** Open while there is a plan and room for it beside the board, until somebody says otherwise. */
function usePlanOpen(hasPlan: boolean): [boolean, (open: boolean) => void] {
  const [said, setSaid] = useState<boolean>();
  const isWide = useSyncExternalStore(
    subscribeToWidth,
    () => matchMedia(wide).matches,
    () => false,
  );
  return [said ?? (hasPlan && isWide), setSaid];
}

const wide = "(min-width: 1280px), (max-width: 767.98px)";

function subscribeToWidth(changed: () => void): () => void {
  const media = matchMedia(wide);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

const boardKeys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [["\u2190", "\u2192"], "\u00b11"],
  [["Shift", "\u2190"], "\u00b110"],
  [["Tab"], "next handle"],
  [["Enter"], "type"],
  [["0"], "reset"],
  [["Del"], "no limit"],
  [["\u2191", "\u2193"], "lane"],
  [["P"], "plan"],
  [["Ctrl", "\u21b5"], "apply"],
];

/** Where the numbers come from, and how whole they are; what reading them took stands beside it. */
function sourceOf({ length, functions, stepMs }: Traffic): string {
  let present = 0;
  for (let step = 0; step < length; step++)
    if (functions.some(({ invocations, throttles }) => invocations[step]! + throttles[step]! > 0))
      present++;
  return [
    "CloudWatch",
    `replay of ${formatFullCount((length * stepMs) / 60_000)} min`,
    `calls in ${plain(formatPercent(present / Math.max(1, length)))} of them`,
  ].join(" \u00b7 ");
}
