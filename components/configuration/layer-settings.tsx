"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useId, useState } from "react";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { problemOf } from "@/components/ui/problem-view";
import type { Configuration } from "@/lib/model/configuration";
import { layerLines } from "@/lib/model/configuration-form";
import {
  type LayerChoice,
  layerLabel,
  layerLimit,
  layerOf,
  layersProblem,
  moved,
} from "@/lib/model/layers";
import { type FormState, Setting, SettingGroup } from "./setting";

/** The function's layers in their order: added, moved, exchanged for a newer version, taken away. */
export function LayerSettings({
  state,
  configuration,
}: {
  state: FormState;
  configuration: Configuration;
}) {
  const choices = useLayers();
  if (configuration.packageType === "Image") return null;
  const arns = layerLines(state.form.layers);
  const set = (next: readonly string[]) => state.set("layers", next.join("\n"));
  return (
    <SettingGroup
      title="Layers"
      about="Shared files below /opt. A later layer lies over the ones before it."
    >
      <Setting
        field="layers"
        state={state}
        hint={`${arns.length} of ${layerLimit} layers; code and layers hold 250 MB unpacked`}
      >
        {({ id, locked }) => (
          <div className="flex flex-col gap-2">
            {arns.length === 0 && (
              <p className="text-12 text-text-2">The function has no layers.</p>
            )}
            {arns.length > 0 && (
              <ol className="flex flex-col gap-1" aria-label="Layers, in their order">
                {arns.map((arn, at) => (
                  <LayerRow
                    key={arn}
                    arn={arn}
                    newest={choices.layers.find((one) => layerOf(one.arn) === layerOf(arn))?.arn}
                    locked={locked}
                    onUp={at > 0 ? () => set(moved(arns, at, -1)) : undefined}
                    onDown={at < arns.length - 1 ? () => set(moved(arns, at, 1)) : undefined}
                    onReplace={(newer) => set(arns.map((one) => (one === arn ? newer : one)))}
                    onRemove={() => set(arns.filter((one) => one !== arn))}
                  />
                ))}
              </ol>
            )}
            <AddLayer
              id={id}
              locked={
                locked ?? (arns.length >= layerLimit ? "A function has five layers." : undefined)
              }
              choices={choices}
              present={arns}
              configuration={configuration}
              onAdd={(arn) => set([...arns, arn])}
            />
          </div>
        )}
      </Setting>
    </SettingGroup>
  );
}

interface Layers {
  layers: readonly LayerChoice[];
  /** Why they could not be listed: an ARN can be typed all the same. */
  trouble: string | undefined;
}

function useLayers(): Layers {
  const { connectionId } = useSession();
  const { data, error } = useQuery({
    queryKey: ["layers", connectionId],
    queryFn: ({ signal }) => getJson<{ layers: LayerChoice[] }>("/api/layers", {}, signal),
    enabled: connectionId !== undefined,
    staleTime: 60_000,
    retry: false,
  });
  return { layers: data?.layers ?? [], trouble: error ? problemOf(error).title : undefined };
}

function LayerRow({
  arn,
  newest,
  locked,
  onUp,
  onDown,
  onReplace,
  onRemove,
}: {
  arn: string;
  /** The newest version of the same layer, where it is known. */
  newest: string | undefined;
  locked: string | undefined;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  onReplace(arn: string): void;
  onRemove(): void;
}) {
  const label = layerLabel(arn);
  return (
    <li className="flex min-w-0 items-center gap-2">
      <span className="code-text min-w-0 flex-1 truncate" title={arn}>
        {label}
      </span>
      {newest && newest !== arn && (
        <Button size="small" locked={locked} onClick={() => onReplace(newest)}>
          Use version {newest.split(":").at(-1)}
        </Button>
      )}
      <Button
        kind="ghost"
        size="small"
        icon={ArrowUp}
        aria-label={`Move ${label} up`}
        locked={locked}
        disabled={!onUp}
        onClick={onUp}
      />
      <Button
        kind="ghost"
        size="small"
        icon={ArrowDown}
        aria-label={`Move ${label} down`}
        locked={locked}
        disabled={!onDown}
        onClick={onDown}
      />
      <Button
        kind="ghost"
        size="small"
        icon={X}
        aria-label={`Remove ${label}`}
        locked={locked}
        onClick={onRemove}
      />
    </li>
  );
}

/** Any ARN can be typed; the account's own layers are suggested. */
function AddLayer({
  id,
  locked,
  choices: { layers, trouble },
  present,
  configuration,
  onAdd,
}: {
  id: string;
  locked: string | undefined;
  choices: Layers;
  present: readonly string[];
  configuration: Configuration;
  onAdd(arn: string): void;
}) {
  const [typed, setTyped] = useState("");
  const listId = useId();
  const arn = typed.trim();
  const problem = arn === "" ? undefined : layersProblem([...present, arn]);
  const add = () => {
    onAdd(arn);
    setTyped("");
  };
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (arn && !problem && !locked) add();
      }}
    >
      <div className="flex items-center gap-2">
        <Input
          id={id}
          mono
          list={listId}
          className="min-w-0 flex-1"
          locked={locked}
          placeholder="ARN of a layer version"
          value={typed}
          onChange={setTyped}
        />
        <Button type="submit" locked={locked} disabled={!arn || problem !== undefined}>
          Add
        </Button>
      </div>
      <datalist id={listId}>
        {layers
          .filter((one) => !present.some((other) => layerOf(other) === layerOf(one.arn)))
          .map((one) => (
            <option key={one.arn} value={one.arn}>
              {suggestion(one, configuration)}
            </option>
          ))}
      </datalist>
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
      {trouble && <p className="text-11 text-text-3">No suggestions: {trouble}</p>}
    </form>
  );
}

function suggestion(layer: LayerChoice, { runtime, architecture }: Configuration): string {
  const made = [...layer.runtimes, ...layer.architectures];
  const fits =
    (layer.runtimes.length === 0 || layer.runtimes.includes(runtime ?? "")) &&
    (layer.architectures.length === 0 || layer.architectures.includes(architecture));
  return [layerLabel(layer.arn), layer.description, !fits && `made for ${made.join(", ")}`]
    .filter(Boolean)
    .join(" - ");
}
