"use client";

import { Bookmark, ChevronDown, Trash2 } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { Button, IconButton } from "@/components/ui/button";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { Popover } from "@/components/ui/menu";
import { problemOf } from "@/components/ui/problem-view";
import type { QueryDefinition } from "@/lib/model/insights-query";
import { type SavedView, type SavedViewMode, viewParams } from "@/lib/model/saved-view";
import { SaveDialog } from "./save-dialog";
import { useAccountQueries, useSavedViews } from "./use-saved";

export interface SavedProps {
  logGroup: string;
  mode: SavedViewMode;
  onShow(view: Pick<SavedView, "mode" | "params">): void;
}

/** Saved filters and queries: Lambdeck's own and those of the account; what is shown now can be added. */
export function SavedMenu({ logGroup, mode, onShow }: SavedProps) {
  const params = viewParams(useSearchParams().toString(), mode);
  const [isSaving, setSaving] = useState(false);
  const [removed, setRemoved] = useState<QueryDefinition>();
  const { remove } = useAccountQueries(false);
  return (
    <>
      <Popover
        label="Saved queries"
        align="end"
        trigger={
          <Button size="small" icon={Bookmark}>
            Saved queries
            <ChevronDown size={13} aria-hidden />
          </Button>
        }
      >
        {(close) => (
          <div className="flex max-h-120 w-88 max-w-full flex-col">
            <div className="min-h-0 overflow-y-auto p-1">
              <Views
                logGroup={logGroup}
                onShow={(view) => {
                  onShow(view);
                  close();
                }}
              />
              <AccountQueries
                onShow={({ text, groups }) => {
                  const asParams = new URLSearchParams({ query: text });
                  if (groups.length > 0) asParams.set("groups", groups.join(","));
                  onShow({ mode: "insights", params: asParams.toString() });
                  close();
                }}
                onRemove={(query) => {
                  setRemoved(query);
                  close();
                }}
              />
            </div>
            <div className="flex-none border-t border-border p-2">
              <Button
                size="small"
                disabled={params === ""}
                title={
                  params === ""
                    ? mode === "insights"
                      ? "Run the query first."
                      : "Nothing is filtered yet."
                    : undefined
                }
                onClick={() => {
                  setSaving(true);
                  close();
                }}
              >
                {mode === "insights" ? "Save this query..." : "Save this filter..."}
              </Button>
            </div>
          </div>
        )}
      </Popover>
      {isSaving && (
        <SaveDialog
          logGroup={logGroup}
          mode={mode}
          params={params}
          onClose={() => setSaving(false)}
        />
      )}
      {removed && (
        <ConfirmChange
          open
          danger
          onOpenChange={(open) => !open && setRemoved(undefined)}
          title={`Delete the saved query ${removed.name}?`}
          values={[{ label: removed.name, before: removed.text }]}
          action="Delete"
          onConfirm={() => remove(removed.id)}
        />
      )}
    </>
  );
}

const modeWords: Record<SavedViewMode, string> = {
  invocations: "invocations",
  lines: "lines",
  errors: "errors",
  insights: "Insights",
};

function Views({ logGroup, onShow }: { logGroup: string; onShow(view: SavedView): void }) {
  const { saved, error, forget } = useSavedViews(logGroup);
  return (
    <section aria-label="In Lambdeck">
      <h3 className="px-2 pt-1 pb-0.5 text-11 text-text-3">In Lambdeck</h3>
      {error && <p className="px-2 py-1 text-12 text-danger">{problemOf(error).detail}</p>}
      {saved.length === 0 && !error && (
        <p className="px-2 py-1 text-12 text-text-3">Nothing is saved for this log group yet.</p>
      )}
      {saved.map((view) => (
        <Entry
          key={view.id}
          name={view.name}
          detail={`${modeWords[view.mode]}${view.group ? "" : ", every group"}`}
          title={view.params}
          onShow={() => onShow(view)}
          remove={{ label: `Forget ${view.name}`, act: () => void forget(view.id) }}
        />
      ))}
    </section>
  );
}

function AccountQueries({
  onShow,
  onRemove,
}: {
  onShow(query: QueryDefinition): void;
  onRemove(query: QueryDefinition): void;
}) {
  const locked = useLocked();
  const { queries, error } = useAccountQueries(true);
  const problem = error && problemOf(error);
  return (
    <section aria-label="In the account">
      <h3 className="px-2 pt-2 pb-0.5 text-11 text-text-3">In the account, for Insights</h3>
      {problem && (
        <p className="px-2 py-1 text-12 text-text-2">
          {problem.kind === "unsupported"
            ? "This endpoint keeps no queries."
            : `They cannot be read: ${problem.detail}`}
        </p>
      )}
      {queries?.length === 0 && (
        <p className="px-2 py-1 text-12 text-text-3">The account keeps no query.</p>
      )}
      {queries?.map((query) => (
        <Entry
          key={query.id}
          name={query.name}
          title={query.text}
          onShow={() => onShow(query)}
          remove={{ label: `Delete ${query.name}`, act: () => onRemove(query), locked }}
        />
      ))}
    </section>
  );
}

function Entry({
  name,
  detail,
  title,
  onShow,
  remove,
}: {
  name: string;
  detail?: string;
  title: string;
  onShow(): void;
  remove: { label: string; act(): void; locked?: string };
}) {
  return (
    <div className="flex items-center">
      <button
        type="button"
        className="pop-item min-w-0 flex-1 text-12"
        title={title}
        onClick={onShow}
      >
        <span className="min-w-0 flex-1 truncate text-left">{name}</span>
        {detail && <span className="text-11 text-text-3">{detail}</span>}
      </button>
      <IconButton
        size="small"
        icon={Trash2}
        label={remove.label}
        locked={remove.locked}
        onClick={remove.act}
      />
    </div>
  );
}
