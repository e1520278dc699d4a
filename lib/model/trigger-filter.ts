import { wordsIn } from "./match-words";
import type { Trigger } from "./trigger";
import { triggerKindName, triggerName, triggerStateWord } from "./trigger-words";

/** What is asked of the account's triggers; empty lists ask nothing. */
export interface TriggerFilter {
  /** Words in the source's or the function's name. */
  text: string;
  kinds: string[];
  states: string[];
}

export const triggerColumns = ["function", "source", "kind", "state"] as const;
export type TriggerColumn = (typeof triggerColumns)[number];

export interface TriggerSort {
  column: TriggerColumn;
  descending: boolean;
}

/** A trigger with the words it is found and ordered by, made once. */
export interface ListedTrigger {
  trigger: Trigger;
  /** Unique in the account. */
  id: string;
  function: string;
  source: string;
  kind: string;
  state: string;
}

export function listedTrigger(trigger: Trigger, id: string): ListedTrigger {
  return {
    trigger,
    id,
    function: trigger.functionName,
    source: triggerName(trigger),
    kind: triggerKindName(trigger),
    state: triggerStateWord(trigger),
  };
}

export function filterTriggers(
  rows: readonly ListedTrigger[],
  { text, kinds, states }: TriggerFilter,
): ListedTrigger[] {
  const words = wordsIn(text);
  return rows.filter(
    (row) =>
      (kinds.length === 0 || kinds.includes(row.kind)) &&
      (states.length === 0 || states.includes(row.state)) &&
      words.every((word) => `${row.function} ${row.source}`.toLowerCase().includes(word)),
  );
}

const inOrder = new Intl.Collator("en", { numeric: true });

export function sortTriggers(
  rows: readonly ListedTrigger[],
  { column, descending }: TriggerSort,
): ListedTrigger[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted(
    (a, b) =>
      sign * inOrder.compare(a[column], b[column]) ||
      inOrder.compare(a.function, b.function) ||
      inOrder.compare(a.source, b.source),
  );
}

/** The values there are, each with how many have it, the most frequent first. */
export function triggerChoices(
  rows: readonly ListedTrigger[],
  facet: "kind" | "state",
): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row[facet], (counts.get(row[facet]) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}
