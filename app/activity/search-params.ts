import type { ActivityView } from "@/components/activity/activity-list";

/** What the address says about the journal: `?function=checkout-api&outcome=failed&all=1&change=12`. */
export function readActivityView(params: { get(name: string): string | null }): ActivityView {
  const outcome = params.get("outcome");
  const changeId = Number(params.get("change") ?? "");
  return {
    functionName: params.get("function") ?? "",
    outcome: outcome === "done" || outcome === "failed" ? outcome : "all",
    everywhere: params.get("all") === "1",
    changeId: Number.isInteger(changeId) && changeId > 0 ? changeId : undefined,
  };
}

export function writeActivityView(current: URLSearchParams, view: ActivityView): URLSearchParams {
  const params = new URLSearchParams(current);
  const set = (name: string, value: string) =>
    value === "" ? params.delete(name) : params.set(name, value);
  set("function", view.functionName);
  set("outcome", view.outcome === "all" ? "" : view.outcome);
  set("all", view.everywhere ? "1" : "");
  set("change", view.changeId === undefined ? "" : String(view.changeId));
  return params;
}
