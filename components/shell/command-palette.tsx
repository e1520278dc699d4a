"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";
import { wordsIn } from "@/lib/model/match-words";
import { choosePaletteEntries, usePaletteEntries } from "./palette-entries";

/** Search over functions, pages, commands and connections. `>` only commands, `@` only connections. */
export default function CommandPalette({
  onClose,
  openLock,
}: {
  onClose(): void;
  openLock(): void;
}) {
  const [text, setText] = useState("");
  const entries = usePaletteEntries(openLock);
  const { groups, query } = choosePaletteEntries(entries, text);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog w-160 overflow-hidden" aria-describedby={undefined}>
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command
            shouldFilter={false}
            loop
            label="Search and commands"
            className="flex min-h-0 flex-col"
          >
            <div className="flex h-11.5 flex-none items-center gap-2.5 border-b border-border px-3.5">
              <Search size={16} className="text-text-3" aria-hidden />
              <Command.Input
                autoFocus
                value={text}
                onValueChange={setText}
                placeholder="Search functions, run a command…"
                className="min-w-0 flex-1 text-[15px] shadow-none outline-none focus-visible:shadow-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-[60dvh] overflow-y-auto pb-1.5">
              {groups.length === 0 && (
                <Command.Empty className="p-6 text-center text-text-2">
                  Nothing is called that.
                </Command.Empty>
              )}
              {groups.map(([group, members]) => (
                <Command.Group
                  key={group}
                  heading={
                    <div className="px-3.5 pt-2 pb-0.5 text-11 font-medium text-text-3">
                      {group}
                    </div>
                  }
                >
                  {members.map((entry) => (
                    <Command.Item
                      key={entry.id}
                      value={entry.id}
                      onSelect={() => {
                        onClose();
                        entry.run();
                      }}
                      className="flex h-8.5 cursor-pointer items-center gap-2.5 px-3.5 data-[selected=true]:bg-accent-bg data-[selected=true]:shadow-[inset_2px_0_0_var(--accent)]"
                    >
                      <span className="text-text-3">
                        <entry.icon size={16} />
                      </span>
                      <span className="truncate">
                        <Highlighted text={entry.label} words={wordsIn(query)} />
                      </span>
                      <span className="min-w-0 flex-1 truncate text-12 text-text-3">
                        {entry.detail}
                      </span>
                      <span className="flex gap-1">
                        {entry.keys?.map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <div className="flex h-8.5 flex-none items-center gap-3.5 border-t border-border bg-surface-2 px-3.5 text-11 text-text-3">
              <span>
                <Kbd>{"\u2191"}</Kbd> <Kbd>{"\u2193"}</Kbd> move
              </span>
              <span>
                <Kbd>{"\u21b5"}</Kbd> run
              </span>
              <span className="ml-auto">&gt; commands · @ connections</span>
            </div>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Highlighted({ text, words }: { text: string; words: readonly string[] }): ReactNode {
  const word = words.find((one) => text.toLowerCase().includes(one));
  if (!word) return text;
  const at = text.toLowerCase().indexOf(word);
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, at + word.length)}</b>
      <Highlighted text={text.slice(at + word.length)} words={words} />
    </>
  );
}
