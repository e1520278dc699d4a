"use client";

import { Plus, Split } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useRef, useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useRowMetrics } from "@/components/functions/use-functions";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import { presetLabel } from "@/lib/model/time-range";
import type { Triggers } from "@/lib/model/trigger";
import { triggerWarnings } from "@/lib/model/trigger-checks";
import { triggerKey } from "@/lib/model/trigger-identity";
import { trafficSubject } from "@/lib/model/trigger-traffic";
import { triggerName } from "@/lib/model/trigger-words";
import { AddTrigger } from "./add-trigger";
import { DestinationsDrawer } from "./destinations-drawer";
import { DestinationDrawer } from "./destination-drawer";
import { destinationNode, type SeenTrigger, sourceNode } from "./map/map-node";
import { TriggerMap } from "./map/trigger-map";
import { NotLookedAt } from "./not-looked-at";
import { TriggerCards } from "./trigger-cards";
import { TriggerDrawer } from "./trigger-drawer";
import { TriggerTable } from "./trigger-table";
import { KeptDrafts } from "./use-kept-draft";
import { useNextFocus } from "./use-next-focus";
import { useTraffic } from "./use-traffic";
import { useChecked, useTriggers } from "./use-triggers";

/** What calls the function, drawn and listed. */
export function TriggersPage() {
  const { data, error, refetch, dataUpdatedAt } = useTriggers();
  useStatus({
    keys: [
      [["\u2191", "\u2193"], "node"],
      [["Enter"], "open"],
      [["N"], "add trigger"],
      [["E"], "enable or disable"],
      [["Esc"], "close"],
      [["[", "]"], "tabs"],
    ],
    source: "Lambda, the sources and CloudWatch",
    updatedAtMs: dataUpdatedAt || undefined,
  });
  if (!data)
    return error ? (
      <div className="p-4">
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      </div>
    ) : (
      <SkeletonRows rows={8} />
    );
  return (
    <KeptDrafts>
      <Sources triggers={data} stale={error} onRetry={() => void refetch()} />
    </KeptDrafts>
  );
}

function Sources({
  triggers,
  stale,
  onRetry,
}: {
  triggers: Triggers;
  stale: Error | null;
  onRetry(): void;
}) {
  const { destinations, problems, unreadAliases } = triggers;
  // The list of the account leads here with a trigger to open.
  const [selected, setSelected] = useState<string | undefined>(
    useSearchParams().get("trigger") ?? undefined,
  );
  const [view, setView] = useState<"map" | "list">("map");
  const page = useRef<HTMLDivElement>(null);
  const isEmpty = triggers.triggers.length === 0 && destinations.length === 0;
  const [area, width] = useWidth<HTMLDivElement>();
  const hasRoom = width >= 620;
  const { name } = useFunctionAddress();
  const { range } = useSession();
  const locked = useLocked();
  const checked = useChecked(triggers);
  const { seen, trafficProblem } = useSeen(triggers, checked);
  const { data: metrics } = useRowMetrics([name], [name]);
  const add = () => setSelected("new");
  useKeys({ n: add });
  const open = seen.find(({ trigger }) => triggerKey(trigger) === selected);
  const spanSeconds = range.lengthMs / 1000;
  const sourceNodes = seen.map((one) => sourceNode(one, spanSeconds));
  const targets = destinations.map((destination) => ({
    destination,
    node: destinationNode(destination),
  }));
  const target = targets.find(({ node }) => node.key === selected)?.destination;
  useNextFocus(
    page,
    [...sourceNodes, ...targets.map(({ node }) => node)].map(({ key }) => key),
  );
  const close = () => setSelected(undefined);
  const addButton = (
    <Button
      icon={Plus}
      shortcut="N"
      locked={locked}
      onClick={add}
      data-opens="new"
      className="max-md:[&_kbd]:hidden"
    >
      Add trigger
    </Button>
  );
  const common = { seen, spanSeconds, selected, onSelect: setSelected };
  return (
    <div ref={page} className="relative flex min-h-0 flex-1">
      <div ref={area} className="flex min-w-0 flex-1 flex-col overflow-y-auto">
        <div className="flex min-h-10 flex-none flex-wrap items-center gap-2.5 border-b border-border px-4 py-1.5">
          {seen.length > 0 && hasRoom && (
            <Segmented
              aria-label="View"
              size="small"
              value={view}
              onChange={(next) => setView(next)}
              options={[
                { value: "map", label: "Map" },
                { value: "list", label: "List" },
              ]}
            />
          )}
          <span className="text-12 text-text-2" aria-live="polite">
            {counted(seen.length, "source")}
            {destinations.length > 0 && (
              <span className="max-md:hidden">, {counted(destinations.length, "destination")}</span>
            )}
          </span>
          <span className="flex-1" />
          <Button icon={Split} onClick={() => setSelected("destinations")}>
            Destinations
          </Button>
          {!isEmpty && addButton}
        </div>
        {(stale || trafficProblem || problems.length > 0 || unreadAliases.length > 0) && (
          <div className="flex flex-col gap-2 p-4 pb-3">
            {stale && (
              <Note tone="warn" title={problemOf(stale).title}>
                {problemOf(stale).detail} What is shown may be old.
              </Note>
            )}
            <NotLookedAt problems={trafficProblem ? [...problems, trafficProblem] : problems} />
            {unreadAliases.length > 0 && (
              <Note>
                Not looked at: triggers of the aliases {unreadAliases.join(", ")}. Choose one above
                to see its own.
              </Note>
            )}
          </div>
        )}
        {isEmpty ? (
          problems.length > 0 ? (
            <EmptyState
              title="No trigger was found"
              actions={
                <>
                  <Button onClick={onRetry}>Try again</Button>
                  {addButton}
                </>
              }
            >
              There may be some among what could not be looked at.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing calls this function by itself" actions={addButton}>
              Add a source whose events it works on. What other services may call it shows up here
              as well.
            </EmptyState>
          )
        ) : hasRoom ? (
          <>
            {view === "map" && (
              <TriggerMap
                sources={sourceNodes}
                destinations={targets.map(({ node }) => node)}
                width={width}
                selected={selected}
                onSelect={setSelected}
              />
            )}
            <TriggerTable
              {...common}
              rangeLabel={range.fixed ? "chosen range" : presetLabel(range.text).toLowerCase()}
              width={width}
              concurrency={metrics?.metrics[name]?.concurrencyMax}
            />
          </>
        ) : (
          width > 0 && <TriggerCards {...common} destinations={targets.map(({ node }) => node)} />
        )}
      </div>
      {open && (
        <TriggerDrawer
          trigger={open.trigger}
          all={triggers.triggers}
          traffic={open.traffic}
          checked={checked(open.trigger)}
          onClose={close}
          onMoved={setSelected}
        />
      )}
      {target && (
        <DestinationDrawer
          destination={target}
          names={
            new Map(seen.map(({ trigger }) => [triggerKey(trigger), triggerName(trigger)] as const))
          }
          onOpen={setSelected}
          onClose={close}
        />
      )}
      {selected === "destinations" && <DestinationsDrawer onClose={close} />}
      {selected === "new" && (
        <AddTrigger checked={checked()} onClose={close} onAdded={setSelected} />
      )}
    </div>
  );
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** The triggers with what came through them and how many checks did not pass. */
function useSeen({ triggers }: Triggers, checked: ReturnType<typeof useChecked>) {
  const subjects = [...new Set(triggers.flatMap((trigger) => trafficSubject(trigger) ?? []))];
  const { traffic, problems, error } = useTraffic(subjects.sort());
  const seen = triggers.map((trigger): SeenTrigger => {
    const func = checked(trigger);
    return {
      trigger,
      traffic: traffic[trafficSubject(trigger) ?? ""],
      warnings: func && triggerWarnings(trigger, func).length,
    };
  });
  return { seen, trafficProblem: error ? problemOf(error) : problems[0] };
}
