"use client";

import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/button";
import { OldNew } from "@/components/ui/confirm-change";
import { Link } from "@/components/ui/link";
import { changeKey, settingLabel, type PlannedChange } from "@/lib/model/concurrency-plan";
import { valueInWords } from "./plan-words";

/** The changes of a plan by function: before, after, and what it would do. */
export function PlannedChanges({
  changes,
  onRemove,
  effectOf,
}: {
  changes: readonly PlannedChange[];
  onRemove(key: string): void;
  effectOf?(functionName: string): ReactNode;
}) {
  const names = [...new Set(changes.map(({ functionName }) => functionName))];
  return (
    <ul>
      {names.map((name) => (
        <li key={name} className="flex flex-col gap-1 border-b border-border px-3.5 py-2.5">
          <Link
            href={`/functions/${encodeURIComponent(name)}/concurrency`}
            className="truncate text-12 font-semibold hover:underline"
          >
            {name}
          </Link>
          {changes
            .filter(({ functionName }) => functionName === name)
            .map((change) => (
              <div key={changeKey(change)} className="flex items-center gap-1.5 text-12">
                <span className="min-w-18.5 truncate text-text-3" title={settingLabel(change)}>
                  {settingLabel(change)}
                </span>
                <span className="flex-1">
                  <OldNew
                    before={valueInWords(change, change.before)}
                    after={valueInWords(change, change.after)}
                  />
                </span>
                <IconButton
                  size="small"
                  icon={Undo2}
                  label={`Take out: ${name}, ${settingLabel(change)}`}
                  onClick={() => onRemove(changeKey(change))}
                />
              </div>
            ))}
          {effectOf && <div className="text-11 text-text-2">{effectOf(name)}</div>}
        </li>
      ))}
    </ul>
  );
}
