"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/checkbox";
import { usePageStatus } from "./status";
import { navItems } from "./nav-items";
import { useStored } from "./use-stored";

const everywhere: readonly (readonly [readonly string[], string])[] = [
  [["Ctrl", "K"], "search and commands"],
  ...navItems.map(({ label, keys }) => [["G", keys], `go to ${label}`] as const),
  [["/"], "focus the filter of the page"],
  [["Esc"], "back out one level"],
  [["T"], "times in UTC or local"],
  [["Shift", "R"], "refresh now"],
  [["\\"], "navigation wide or narrow"],
  [["?"], "this sheet"],
];

/** Every key of the page and of the program. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const { keys = [] } = usePageStatus();
  const [singleKeys, setSingleKeys] = useStored("singleKeys", true);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <KeyList title="This page" keys={keys} />
        <KeyList title="Everywhere" keys={everywhere} />
      </div>
      <Switch
        checked={singleKeys}
        onChange={setSingleKeys}
        label="Single keys (they are always off while typing)"
      />
    </Dialog>
  );
}

function KeyList({
  title,
  keys,
}: {
  title: string;
  keys: readonly (readonly [readonly string[], string])[];
}) {
  if (keys.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-12 font-semibold">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1 text-12">
        {keys.map(([names, does]) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              <span className="sr-only">{names.join(" ")}</span>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd className="text-text-2">{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
