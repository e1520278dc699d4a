import {
  boardScales,
  boardSorts,
  boardTabs,
  type BoardView,
  leastFactor,
  mostFactor,
} from "@/components/concurrency/board/board-view";
import { trafficWindows } from "@/lib/model/traffic";
import { spikes } from "@/lib/simulator/prediction";

const plain: BoardView = {
  tab: "lanes",
  sort: "reserved",
  scale: "lane",
  window: "24h",
  factor: 1,
  spike: "none",
  functionName: undefined,
};

/** What the address says about the board: `?view=table&window=7d&factor=1.4&spike=burst&sort=name&function=checkout-api`. */
export function readBoardView(params: { get(name: string): string | null }): BoardView {
  const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T) =>
    values.find((value) => value === params.get(name)) ?? otherwise;
  const factor = Number(params.get("factor") ?? plain.factor);
  return {
    tab: oneOf("view", boardTabs, plain.tab),
    sort: oneOf("sort", boardSorts, plain.sort),
    scale: oneOf("scale", boardScales, plain.scale),
    window: oneOf("window", trafficWindows, plain.window),
    factor: factor >= leastFactor && factor <= mostFactor ? factor : plain.factor,
    spike: oneOf("spike", spikes, plain.spike),
    functionName: params.get("function") || undefined,
  };
}

/** The address's parameters with this view; the others stay as they are. */
export function writeBoardView(current: URLSearchParams, view: BoardView): URLSearchParams {
  const params = new URLSearchParams(current);
  const set = (name: string, value: string | number | undefined, usual: unknown) =>
    value === undefined || value === usual ? params.delete(name) : params.set(name, String(value));
  set("view", view.tab, plain.tab);
  set("window", view.window, plain.window);
  set("factor", view.factor, plain.factor);
  set("spike", view.spike, plain.spike);
  set("sort", view.sort, plain.sort);
  set("scale", view.scale, plain.scale);
  set("function", view.functionName, undefined);
  return params;
}
