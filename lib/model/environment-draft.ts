import {
  environmentNameError,
  environmentSizeBytes,
  environmentSizeLimitBytes,
} from "@/lib/model/function-limits";

/** Edits of environment variables whose present values may not be known here. */
export interface EnvironmentDraft {
  /** New values of present variables, by name. */
  replaced: Record<string, string>;
  /** Names of present variables to take away. */
  removed: string[];
  /** Variables to add, in the order they were typed. */
  added: { name: string; value: string }[];
}

export const noEnvironmentEdit: EnvironmentDraft = { replaced: {}, removed: [], added: [] };

/** How many variables differ from what is. */
export function environmentChanges({ replaced, removed, added }: EnvironmentDraft): number {
  return Object.keys(replaced).length + removed.length + added.length;
}

/** What the server is asked to set and remove; undefined when nothing changes. */
export function environmentEdit(
  draft: EnvironmentDraft,
): { set: Record<string, string>; remove: string[] } | undefined {
  if (environmentChanges(draft) === 0) return undefined;
  const added = Object.fromEntries(draft.added.map(({ name, value }) => [name, value]));
  return { set: { ...draft.replaced, ...added }, remove: draft.removed };
}

/** Variables from a pasted file go over present ones of the same name and beside the others. */
export function withPasted(
  draft: EnvironmentDraft,
  present: readonly string[],
  pasted: Readonly<Record<string, string>>,
): EnvironmentDraft {
  const next: EnvironmentDraft = {
    replaced: { ...draft.replaced },
    removed: draft.removed.filter((name) => !(name in pasted)),
    added: draft.added.filter(({ name }) => !(name in pasted) && name !== ""),
  };
  for (const [name, value] of Object.entries(pasted)) {
    if (present.includes(name)) next.replaced[name] = value;
    else next.added.push({ name, value });
  }
  return next;
}

/** Why the added variable at this place cannot be saved, or undefined. */
export function addedProblem(
  draft: EnvironmentDraft,
  index: number,
  present: readonly string[],
): string | undefined {
  const name = draft.added[index]?.name ?? "";
  if (present.includes(name)) return `${name} exists already; change its value above.`;
  if (draft.added.some((other, place) => place < index && other.name === name))
    return `${name} stands here twice.`;
  return environmentNameError(name);
}

/** The bytes of all variables together and why they are too many; only countable once the values are known. */
export function environmentSize(
  draft: EnvironmentDraft,
  values: Readonly<Record<string, string>>,
): { bytes: number; problem?: string } {
  const variables: Record<string, string> = { ...values, ...environmentEdit(draft)?.set };
  for (const name of draft.removed) delete variables[name];
  const bytes = environmentSizeBytes(variables);
  return bytes <= environmentSizeLimitBytes
    ? { bytes }
    : {
        bytes,
        problem: `The variables take ${bytes.toLocaleString("en-US")} bytes together; Lambda allows ${environmentSizeLimitBytes.toLocaleString("en-US")}.`,
      };
}
