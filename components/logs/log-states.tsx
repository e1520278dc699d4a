import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemView } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";
import { type LogSource, useLogGroup } from "./use-log-events";
import { useUrlParam } from "./use-url-param";

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
  const { range } = useSession();
  return (
    <EmptyState
      title={filtered ? "Nothing matches" : "Nothing was logged in this time"}
      actions={older}
    >
      {!complete
        ? "Only the newest part of the time range has been read."
        : filtered
          ? "No line of the time range matches. Change the filter, or choose a longer time at the top."
          : range.fixed
            ? "Choose another time at the top."
            : "Lines can come a few seconds after an invocation: the page keeps looking. Choose a longer time at the top, or invoke the function."}
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
  const { data: group } = useLogGroup(source.logGroup);
  const [, setView] = useUrlParam("view");
  if (group?.limitedClass)
    return (
      <EmptyState
        title={`This group is of class ${classNames[group.limitedClass]}`}
        actions={<Button onClick={() => setView("insights")}>Ask with Logs Insights</Button>}
      >
        CloudWatch gives such a group's events to Logs Insights only: they cannot be listed,
        filtered or followed. {problem.detail}
      </EmptyState>
    );
  if (problem.kind !== "not-found")
    return (
      <div className="p-4">
        <ProblemView problem={problem} onRetry={retry} />
      </div>
    );
  return (
    <EmptyState title="No log group yet" actions={<Button onClick={retry}>Try again</Button>}>
      {source.logGroup} does not exist. Lambda makes it at the first invocation, if the function's
      role may create log groups and write to them.
    </EmptyState>
  );
}

const classNames = { INFREQUENT_ACCESS: "Infrequent Access", DELIVERY: "Delivery" };
