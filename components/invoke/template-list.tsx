"use client";

import { Ellipsis, Search } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { sampleEvents } from "@/lib/model/sample-events";
import type { SampleEvent } from "@/lib/model/sample-events/sample-event";
import type { SavedEvent } from "@/lib/model/saved-event";

export interface TemplateListProps {
  /** The templates of the function's own triggers. */
  own: readonly SampleEvent[];
  saved: readonly SavedEvent[];
  /** Id of the template, or name of the saved event, the text came from. */
  chosen: string | undefined;
  onChoose(sample: SampleEvent): void;
  onOpen(event: SavedEvent): void;
  onRename(event: SavedEvent): void;
  onDelete(event: SavedEvent): void;
}

/** Saved events, the function's own triggers, then all templates; one field filters them. */
export function TemplateList(props: TemplateListProps) {
  const { own, saved, chosen, onChoose, onOpen, onRename, onDelete } = props;
  const [words, setWords] = useState("");
  const matches = (label: string) => label.toLowerCase().includes(words.trim().toLowerCase());
  const groups = new Map<string, SampleEvent[]>();
  if (own.length > 0)
    groups.set(
      "This function's triggers",
      own.filter(({ label }) => matches(label)),
    );
  for (const sample of sampleEvents) {
    if (!matches(sample.label)) continue;
    const group = groups.get(sample.group) ?? [];
    group.push(sample);
    groups.set(sample.group, group);
  }
  const savedShown = saved.filter(({ name }) => matches(name));
  const found = savedShown.length + [...groups.values()].flat().length;
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
        {savedShown.length > 0 && <GroupName>Saved</GroupName>}
        {savedShown.map((event) => (
          <div key={event.name} className="flex items-center">
            <Choice
              label={event.name}
              chosen={chosen === `saved:${event.name}`}
              onClick={() => onOpen(event)}
            />
            <Menu
              align="end"
              trigger={
                <IconButton size="small" icon={Ellipsis} label={`More about ${event.name}`} />
              }
              items={[
                { label: "Rename...", onSelect: () => onRename(event) },
                { label: "Delete", danger: true, onSelect: () => onDelete(event) },
              ]}
            />
          </div>
        ))}
        {[...groups].map(
          ([name, samples]) =>
            samples.length > 0 && (
              <div key={name} role="group" aria-label={name}>
                <GroupName>{name}</GroupName>
                {samples.map((sample) => (
                  <Choice
                    key={sample.id}
                    label={sample.label}
                    chosen={chosen === sample.id}
                    onClick={() => onChoose(sample)}
                  />
                ))}
              </div>
            ),
        )}
        {found === 0 && <p className="px-2.5 py-3 text-12 text-text-3">No source is called so.</p>}
      </div>
    </>
  );
}

function GroupName({ children }: { children: string }) {
  return <h3 className="px-2.5 pt-1.75 pb-0.5 text-11 font-medium text-text-3">{children}</h3>;
}

function Choice({ label, chosen, onClick }: { label: string; chosen: boolean; onClick(): void }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      title={label}
      onClick={onClick}
      className={`block h-6 w-full min-w-0 truncate px-2.5 text-left text-12 pointer-coarse:h-11 ${
        chosen
          ? "bg-accent-bg font-medium text-accent shadow-[inset_2px_0_0_var(--accent)]"
          : "text-text-2 hover:bg-surface-2"
      }`}
    >
      {label}
    </button>
  );
}
