"use client";

import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { Field, Input } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { insightsLimits } from "@/lib/model/insights-query";
import { longestViewName, type SavedViewMode } from "@/lib/model/saved-view";
import { useAccountQueries, useSavedViews } from "./use-saved";

type Place = "group" | "everywhere" | "account";

export interface SaveDialogProps {
  logGroup: string;
  mode: SavedViewMode;
  /** The members of the address that make the view. */
  params: string;
  onClose(): void;
}

/** Asks for a name and a place for what is shown; says what it replaces. */
export function SaveDialog({ logGroup, mode, params, onClose }: SaveDialogProps) {
  const locked = useLocked();
  const [name, setName] = useState("");
  const [place, setPlace] = useState<Place>("group");
  const views = useSavedViews(logGroup);
  const account = useAccountQueries(place === "account");
  const text = new URLSearchParams(params).get("query") ?? "";
  const groups = new URLSearchParams(params).get("groups")?.split(",") ?? [logGroup];
  const trimmed = name.trim();
  const group = place === "group" ? logGroup : undefined;
  const inAccount = account.queries?.find((query) => query.name === trimmed);
  const inLambdeck = views.saved.find(
    (view) => view.name === trimmed && view.mode === mode && view.group === group,
  );
  const before = place === "account" ? inAccount?.text : inLambdeck && readable(inLambdeck.params);
  const longest = place === "account" ? insightsLimits.longestName : longestViewName;
  const refusal =
    trimmed.length > longest ? `A name has at most ${longest} characters.` : undefined;
  const save = () =>
    place === "account"
      ? account.save({ id: inAccount?.id, name: trimmed, text, groups })
      : views.save({ name: trimmed, group, mode, params });
  const places: { value: Place; label: string; disabled?: boolean }[] = [
    { value: "group", label: "This log group" },
    { value: "everywhere", label: "Every log group" },
  ];
  if (mode === "insights")
    places.push({ value: "account", label: "The account", disabled: locked !== undefined });
  return (
    <ConfirmChange
      open
      onOpenChange={(open) => !open && onClose()}
      title={mode === "insights" ? "Save this query" : "Save this filter"}
      values={[
        { label: trimmed || "What", before, after: place === "account" ? text : readable(params) },
      ]}
      action={before === undefined ? "Save" : "Replace"}
      disabled={
        trimmed === "" || refusal !== undefined || (place === "account" && account.isLoading)
      }
      onConfirm={save}
    >
      <Field label="Name" problem={refusal}>
        {(ids) => <Input {...ids} autoFocus value={name} onChange={setName} />}
      </Field>
      <div className="flex flex-col gap-1">
        <span className="text-12 font-medium">Keep it for</span>
        <span className="flex">
          <Segmented<Place>
            aria-label="Keep it for"
            value={place}
            onChange={setPlace}
            options={places}
          />
        </span>
        <span className="text-11 text-text-3">
          {place === "account"
            ? "CloudWatch keeps it with the account, and the AWS console shows it too."
            : "Lambdeck keeps it on this computer, for all connections."}
          {mode === "insights" && locked && place !== "account" && ` For the account: ${locked}`}
        </span>
      </div>
    </ConfirmChange>
  );
}

/** `filter=ERROR&only=cold` as people read it. */
function readable(params: string): string {
  return [...new URLSearchParams(params)]
    .map(([name, value]) => (name === "query" ? value : `${name}: ${value}`))
    .join(", ");
}
