import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemView } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";
import type { LogSource } from "./use-log-events";

/** No line to show, and why. */
export function Nothing({
  filtered,
  complete,
  older,
}: {
  filtered: boolean;
  complete: boolean;
  older: React.ReactNode;
}) {
  return (
    <EmptyState
      title={filtered ? "Nothing matches" : "Nothing was logged in this time"}
      actions={older}
    >
      {complete
        ? filtered
          ? "No line of the time range matches. Change the filter, or choose a longer time at the top."
          : "Choose a longer time at the top, or invoke the function."
        : "Only the newest part of the time range has been read."}
    </EmptyState>
  );
}

/** The group cannot be read: it does not exist yet, or something is in the way. */
export function Unreadable({
  problem,
  source,
  retry,
}: {
  problem: Problem;
  source: LogSource;
  retry(): void;
}) {
  if (problem.kind !== "not-found") {
    return (
      <div className="p-4">
        <ProblemView problem={problem} onRetry={retry} />
      </div>
    );
  }
  return (
    <EmptyState title="No log group yet" actions={<Button onClick={retry}>Try again</Button>}>
      {source.logGroup} does not exist. Lambda makes it at the first invocation, if the function's
      role may create log groups and write to them.
    </EmptyState>
  );
}
