import { type LogSource, useLogGroup } from "./use-log-events";

/** The group's name and how long it keeps its events. */
export function GroupFacts({ source }: { source: LogSource }) {
  const { data } = useLogGroup(source.logGroup);
  const retention =
    data === undefined
      ? ""
      : data === null
        ? "not written yet"
        : data.retentionDays
          ? `kept ${data.retentionDays} days`
          : "kept for ever";
  return (
    <span className="max-w-96 truncate text-12 text-text-3 max-md:hidden" title={source.logGroup}>
      <span className="code-text">{source.logGroup}</span>
      {source.functionName && " (shared)"}
      {retention && ` \u00b7 ${retention}`}
    </span>
  );
}
