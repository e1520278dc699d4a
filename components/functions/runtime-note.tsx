import { Badge } from "@/components/ui/badge";
import type { FunctionDetail } from "@/lib/model/function-detail";

/** What runs the function, where that is not the runtime it is configured for. */
export function RuntimeNote({ detail }: { detail: FunctionDetail }) {
  const { runtime, runsOn, runtimeProblem } = detail;
  if (runtimeProblem)
    return (
      <Badge tone="danger" title={runtimeProblem}>
        {runtime} cannot run
      </Badge>
    );
  if (!runsOn) return null;
  return (
    <Badge
      tone="warn"
      title={`${runtime} is not installed where this function runs: the nearest version there is runs it.`}
    >
      runs on {runsOn}
    </Badge>
  );
}
