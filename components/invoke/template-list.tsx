"use client";

import { Ellipsis, Search } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { type OwnSample, sampleEvents } from "@/lib/model/sample-events";
import type { SampleEvent } from "@/lib/model/sample-events/sample-event";
import type { SavedEvent } from "@/lib/model/saved-event";
import type { SharedEvent } from "@/lib/model/shared-event";
import { SharedNote } from "./shared-note";
import type { SharedEventsState } from "./use-shared-events";

/** An event that somebody keeps: only here, or in AWS for everybody. */
export type KeptEvent =
  | { kind: "saved"; event: SavedEvent }
  | { kind: "shared"; event: SharedEvent };

export interface TemplateListProps {
  /** The templates of the function's own triggers. */
  own: readonly OwnSample[];
  saved: readonly SavedEvent[];
  shared: SharedEventsState;
  /** Id of the template, or `saved:NAME` or `shared:NAME`, that the text came from. */
  chosen: string | undefined;
  onChoose(sample: SampleEvent, own?: OwnSample): void;
  onOpen(kept: KeptEvent): void;
  onRename(kept: KeptEvent): void;
  onDelete(kept: KeptEvent): void;
  /** Why nothing can be changed in AWS now. */
  locked: string | undefined;
}

/** Events that are kept, the function's own triggers, then all templates; one field filters them. */
export function TemplateList(props: TemplateListProps) {
  const { own, saved, shared, chosen, onChoose, locked } = props;
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const matches = (label: string) => label.toLowerCase().includes(wanted);
  const ownShown = own.filter(({ sample, sourceName = "" }) =>
    matches(`${sample.label} ${sourceName}`),
  );
  const found = sampleEvents.filter(({ label }) => matches(label));
  const groupNames = [...new Set(found.map(({ group }) => group))];
  const savedShown = saved.filter(({ name }) => matches(name));
  const sharedShown = shared.events.filter(({ name }) => matches(name));
  const isNothing = savedShown.length + sharedShown.length + ownShown.length + found.length === 0;
  return (
    <>
      <div className="flex-none px-2.5 pt-2 pb-0.5">
        <Input
          size="small"
          className="w-full"
          aria-label="Find source"
          placeholder="Find source"
          value={words}
          onChange={setWords}
          before={<Search size={13} aria-hidden className="text-text-3" />}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto pb-2">
        {savedShown.length > 0 && (
          <Group name="Saved here">
            {savedShown.map((event) => (
              <Kept
                key={event.name}
                kept={{ kind: "saved", event }}
                {...props}
                locked={undefined}
              />
            ))}
          </Group>
        )}
        {(sharedShown.length > 0 || wanted === "") && (
          <Group name="Shareable, in AWS">
            {sharedShown.map((event) => (
              <Kept key={event.name} kept={{ kind: "shared", event }} {...props} locked={locked} />
            ))}
            {wanted === "" && <SharedNote shared={shared} />}
          </Group>
        )}
        {ownShown.length > 0 && (
          <Group name="This function's triggers">
            {ownShown.map((one) => (
              <Choice
                key={`${one.sample.id} ${one.sourceArns.join()}`}
                label={one.sample.label}
                detail={one.sourceName}
                chosen={chosen === one.sample.id}
                onClick={() => onChoose(one.sample, one)}
              />
            ))}
          </Group>
        )}
        {groupNames.map((name) => (
          <Group key={name} name={name}>
            {found
              .filter(({ group }) => group === name)
              .map((sample) => (
                <Choice
                  key={sample.id}
                  label={sample.label}
                  chosen={chosen === sample.id}
                  onClick={() => onChoose(sample)}
                />
              ))}
          </Group>
        ))}
        {isNothing && <p className="px-2.5 py-3 text-12 text-text-3">No source is called so.</p>}
      </div>
    </>
  );
}

function Kept({
  kept,
  chosen,
  locked,
  onOpen,
  onRename,
  onDelete,
}: { kept: KeptEvent } & Pick<
  TemplateListProps,
  "chosen" | "locked" | "onOpen" | "onRename" | "onDelete"
>) {
  const { name } = kept.event;
  return (
    <div className="flex items-center">
      <Choice
        label={name}
        chosen={chosen === `${kept.kind}:${name}`}
        onClick={() => onOpen(kept)}
      />
      <Menu
        align="end"
        trigger={<IconButton size="small" icon={Ellipsis} label={`More about ${name}`} />}
        items={[
          { label: "Rename...", locked, onSelect: () => onRename(kept) },
          { label: "Delete", danger: true, locked, onSelect: () => onDelete(kept) },
        ]}
      />
    </div>
  );
}

function Group({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div role="group" aria-label={name}>
      <h3 className="px-2.5 pt-1.75 pb-0.5 text-11 font-medium text-text-3">{name}</h3>
      {children}
    </div>
  );
}

function Choice({
  label,
  detail,
  chosen,
  onClick,
}: {
  label: string;
  detail?: string;
  chosen: boolean;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      title={detail ? `${label} \u00b7 ${detail}` : label}
      onClick={onClick}
      className={`block h-6 w-full min-w-0 truncate px-2.5 text-left text-12 pointer-coarse:h-11 ${
        chosen
          ? "bg-accent-bg font-medium text-accent shadow-[inset_2px_0_0_var(--accent)]"
          : "text-text-2 hover:bg-surface-2"
      }`}
    >
      {label}
      {detail && <span className="text-text-3"> {detail}</span>}
    </button>
  );
}
