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

/** Members of the address that say where and when rather than what. */
const notOfTheView = new Set(["connection", "range", "group", "view", "request", "line", "run"]);

/** Of these, what another view does not have. */
const ofOneView = new Set(["view", "request", "line"]);

/** What of an address makes the view; empty when nothing is narrowed. */
export function viewParams(search: string): string {
  const params = new URLSearchParams(
    [...new URLSearchParams(search)].filter(([name]) => !notOfTheView.has(name)),
  );
  params.sort();
  return params.toString();
}

/** An address that shows a saved view: what was narrowed before goes, where and when stay. */
export function searchWithView(
  search: string,
  { mode, params }: Pick<SavedView, "mode" | "params">,
): string {
  const stays = (name: string) => notOfTheView.has(name) && !ofOneView.has(name);
  const next = new URLSearchParams(
    [...new URLSearchParams(search)].filter(([name]) => stays(name)),
  );
  if (mode !== "invocations") next.set("view", mode);
  for (const [name, value] of new URLSearchParams(params))
    if (!notOfTheView.has(name)) next.append(name, value);
  return next.toString();
}
