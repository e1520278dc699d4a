"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useWidth } from "@/components/chart/use-width";
import { useStatus } from "@/components/shell/status";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import type { Triggers } from "@/lib/model/trigger";
import { mappingsIn, triggerKey } from "@/lib/model/trigger-identity";
import { AddTrigger } from "./add-trigger";
import { MappingDrawer } from "./mapping-drawer";
import { PermissionDrawer } from "./permission-drawer";
import { TriggerMap } from "./trigger-map";
import { TriggerTable } from "./trigger-table";
import { UrlDrawer } from "./url-drawer";
import { useChecked, useTriggers } from "./use-triggers";

/** What calls the function, drawn and listed. */
export function TriggersPage() {
  const { data, error, refetch, dataUpdatedAt } = useTriggers();
  useStatus({
    keys: [
      [["N"], "add trigger"],
      [["Esc"], "close"],
      [["[", "]"], "tabs"],
    ],
    source: "Lambda and SQS",
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
  return <Sources triggers={data} stale={error} />;
}

function Sources({ triggers, stale }: { triggers: Triggers; stale: Error | null }) {
  const { problems, unreadAliases } = triggers;
  const mappings = mappingsIn(triggers.triggers);
  const [selected, setSelected] = useState<string>();
  const [view, setView] = useState<"map" | "list">("map");
  const [area, width] = useWidth<HTMLDivElement>();
  const hasRoom = width >= 620;
  const locked = useLocked();
  const checked = useChecked(mappings);
  const add = () => setSelected("new");
  useKeys({ n: add });
  const open = triggers.triggers.find((one) => triggerKey(one) === selected);
  const close = () => setSelected(undefined);
  const count = triggers.triggers.length;
  const addButton = (
    <Button icon={Plus} shortcut="N" locked={locked} onClick={add}>
      Add trigger
    </Button>
  );
  return (
    <div className="relative flex min-h-0 flex-1">
      <div ref={area} className="flex min-w-0 flex-1 flex-col overflow-y-auto">
        <div className="flex min-h-10 flex-none flex-wrap items-center gap-2.5 border-b border-border px-4 py-1.5">
          {count > 0 && hasRoom && (
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
            {count === 1 ? "1 source" : `${count} sources`}
          </span>
          <span className="flex-1" />
          {count > 0 && addButton}
        </div>
        {(stale || problems.length > 0 || unreadAliases.length > 0) && (
          <div className="flex flex-col gap-2 p-4 pb-0">
            {stale && (
              <Note tone="warn" title={problemOf(stale).title}>
                {problemOf(stale).detail} What is shown may be old.
              </Note>
            )}
            {problems.map((problem) => (
              <ProblemView key={problem.title} problem={problem} />
            ))}
            {unreadAliases.length > 0 && (
              <Note>
                Not looked at: triggers of the aliases {unreadAliases.join(", ")}. Choose one above
                to see its own.
              </Note>
            )}
          </div>
        )}
        {count === 0 && problems.length === 0 ? (
          <EmptyState title="Nothing calls this function by itself" actions={addButton}>
            Add a queue whose messages it works on. What other services may call it shows up here
            when they are given the permission.
          </EmptyState>
        ) : (
          <>
            {view === "map" && hasRoom && (
              <TriggerMap
                triggers={triggers}
                width={width}
                selected={selected}
                onSelect={setSelected}
                checked={checked}
              />
            )}
            <TriggerTable
              triggers={triggers}
              selected={selected}
              onSelect={setSelected}
              checked={checked}
            />
          </>
        )}
      </div>
      {open?.kind === "mapping" && (
        <MappingDrawer key={open.uuid} mapping={open} checked={checked(open)} onClose={close} />
      )}
      {open?.kind === "url" && <UrlDrawer url={open} onClose={close} />}
      {open?.kind === "caller" && <PermissionDrawer permission={open.permission} onClose={close} />}
      {selected === "new" && (
        <AddTrigger checked={checked()} onClose={close} onAdded={setSelected} />
      )}
    </div>
  );
}
