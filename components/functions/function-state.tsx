import { Check, RotateCw, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { FunctionDetail } from "@/lib/model/function-detail";

/** The state AWS reports, in a word: an update under way or failed counts before the state itself. */
export function FunctionState({ detail }: { detail: FunctionDetail }) {
  const { state, stateReason, lastUpdateStatus, lastUpdateStatusReason } = detail;
  if (detail.reservedConcurrency === 0) {
    return (
      <Badge tone="limit" title="Its reserved concurrency is 0, so every invocation is refused.">
        Stopped
      </Badge>
    );
  }
  if (state === "Failed" || lastUpdateStatus === "Failed") {
    return (
      <Badge tone="danger" title={state === "Failed" ? stateReason : lastUpdateStatusReason}>
        <TriangleAlert size={11} aria-hidden />
        {state === "Failed" ? "Failed" : "Update failed"}
      </Badge>
    );
  }
  if (lastUpdateStatus === "InProgress" || state === "Pending") {
    return (
      <Badge tone="accent" title={state === "Pending" ? stateReason : lastUpdateStatusReason}>
        <RotateCw size={11} aria-hidden className="spin" />
        {state === "Pending" ? "Pending" : "Updating"}
      </Badge>
    );
  }
  if (state === undefined) return null;
  if (state !== "Active") return <Badge title={stateReason}>{state}</Badge>;
  return (
    <Badge tone="ok">
      <Check size={11} aria-hidden />
      Active
    </Badge>
  );
}
