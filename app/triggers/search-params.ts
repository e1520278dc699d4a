import { triggerColumns, type TriggerFilter, type TriggerSort } from "@/lib/model/trigger-filter";

/** What the address says about the list: `?q=orders&kind=SQS&state=Disabled&sort=-source`. */
export interface TriggerView {
  filter: TriggerFilter;
  sort: TriggerSort;
}

interface Params {
  get(name: string): string | null;
  getAll(name: string): string[];
}

export function readTriggerView(params: Params): TriggerView {
  const sort = params.get("sort") ?? "";
  const column = triggerColumns.find((one) => one === sort.replace(/^-/, "")) ?? "function";
  return {
    filter: {
      text: params.get("q") ?? "",
      kinds: params.getAll("kind"),
      states: params.getAll("state"),
    },
    sort: { column, descending: sort === `-${column}` },
  };
}

/** The address's parameters with this view; the others stay as they are. */
export function writeTriggerView(
  current: URLSearchParams,
  { filter: { text, kinds, states }, sort }: TriggerView,
): URLSearchParams {
  const params = new URLSearchParams(current);
  const set = (name: string, values: readonly string[]) => {
    params.delete(name);
    for (const value of values) params.append(name, value);
  };
  set("q", text === "" ? [] : [text]);
  set("kind", kinds);
  set("state", states);
  const isDefault = sort.column === "function" && !sort.descending;
  set("sort", isDefault ? [] : [`${sort.descending ? "-" : ""}${sort.column}`]);
  return params;
}
