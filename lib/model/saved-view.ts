/** A way to look at logs that the user keeps: a filter, or an Insights query. */
export interface SavedView {
  id: number;
  name: string;
  /** Absent: for every log group. */
  group?: string;
  mode: SavedViewMode;
  /** The members of the address that make the view, as `filter=ERROR&only=errors`. */
  params: string;
  savedMs: number;
}

export const savedViewModes = ["invocations", "lines", "errors", "insights"] as const;
export type SavedViewMode = (typeof savedViewModes)[number];

export const longestViewName = 64;
/** Room for the longest Insights query, encoded. */
export const longestViewParams = 32_000;

/** Members of the address that say where and when, or what is open, rather than what is shown. */
/** What is open: another view does not have it. */
const openParams = ["request", "line", "error"];
const notOfAView = new Set(["connection", "range", "group", "view", "qualifier", ...openParams]);

/** What only one mode knows; all else is shared by Invocations and Lines. */
const ofOneMode: Partial<Record<SavedViewMode, readonly string[]>> = {
  errors: ["find", "kind"],
  insights: ["query", "groups"],
};
const ofOthers = Object.values(ofOneMode).flat();

/** What of an address makes the view of a mode; empty when nothing is narrowed. */
export function viewParams(search: string, mode: SavedViewMode): string {
  const own = ofOneMode[mode];
  const params = new URLSearchParams(
    [...new URLSearchParams(search)].filter(
      ([name]) => !notOfAView.has(name) && (own ? own.includes(name) : !ofOthers.includes(name)),
    ),
  );
  params.sort();
  return params.toString();
}

/** An address that shows a saved view: what was narrowed before goes, where and when stay. */
export function searchWithView(
  search: string,
  { mode, params }: Pick<SavedView, "mode" | "params">,
): string {
  const stays = (name: string) =>
    notOfAView.has(name) && name !== "view" && !openParams.includes(name);
  const next = new URLSearchParams(
    [...new URLSearchParams(search)].filter(([name]) => stays(name)),
  );
  if (mode !== "invocations") next.set("view", mode);
  for (const [name, value] of new URLSearchParams(params))
    if (!notOfAView.has(name)) next.append(name, value);
  return next.toString();
}
