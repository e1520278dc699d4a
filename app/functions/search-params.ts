import { type FunctionFilter, type Sort, sortColumns, troubles } from "@/lib/model/function-filter";

/** What the address says about the list: `?q=api&runtime=nodejs22.x&tag=team%3Dshop&trouble=throttled&sort=-cost`. */
export interface ListView {
  filter: FunctionFilter;
  sort: Sort;
}

const defaultSort: Sort = { column: "name", descending: false };

interface Params {
  get(name: string): string | null;
  getAll(name: string): string[];
}

export function readListView(params: Params): ListView {
  const sort = params.get("sort") ?? "";
  const column = sortColumns.find((one) => one === sort.replace(/^-/, ""));
  return {
    filter: {
      text: params.get("q") ?? "",
      runtimes: params.getAll("runtime"),
      states: params.getAll("state"),
      tags: params.getAll("tag"),
      trouble: troubles.filter((trouble) => params.getAll("trouble").includes(trouble)),
    },
    sort: column ? { column, descending: sort.startsWith("-") } : defaultSort,
  };
}

/** The address's parameters with this view; the others stay as they are. */
export function writeListView(
  current: URLSearchParams,
  { filter, sort }: ListView,
): URLSearchParams {
  const params = new URLSearchParams(current);
  const set = (name: string, values: readonly string[]) => {
    params.delete(name);
    for (const value of values) params.append(name, value);
  };
  set("q", filter.text === "" ? [] : [filter.text]);
  set("runtime", filter.runtimes);
  set("state", filter.states);
  set("tag", filter.tags);
  set("trouble", filter.trouble);
  const isDefault =
    sort.column === defaultSort.column && sort.descending === defaultSort.descending;
  set("sort", isDefault ? [] : [`${sort.descending ? "-" : ""}${sort.column}`]);
  return params;
}
