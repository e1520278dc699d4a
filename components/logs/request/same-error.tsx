"use client";

import { useMemo } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { type ErrorGroup, groupErrors } from "@/lib/model/error-groups";
import { formatClock, formatDateTime, formatFullCount } from "@/lib/model/format";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { Stack } from "../errors/error-drawer";
import { titleOf } from "../errors/error-words";
import { useErrors } from "../errors/use-errors";
import type { LogSource } from "../use-log-events";
import { useUrlParam } from "../use-url-param";

/** What went wrong in a request, and how often the same went wrong in the time range. */
export function SameError({
  source,
  lines,
}: {
  source: LogSource;
  lines: LoggedInvocation["lines"];
}) {
  const own = useMemo(() => worstOf(groupErrors(lines.map(({ event }) => event))), [lines]);
  if (!own) return null;
  return (
    <section aria-label="Error" className="flex flex-col gap-2 text-12">
      <p className="break-words">
        <b className="text-danger">{titleOf(own)}</b>
        {titleOf(own) !== own.message && <span className="block text-text-2">{own.message}</span>}
      </p>
      {own.stack.length > 0 && <Stack lines={own.stack} />}
      <Alike source={source} own={own} />
    </section>
  );
}

function Alike({ source, own }: { source: LogSource; own: ErrorGroup }) {
  const { zone } = useSession();
  const { groups, complete, coveredFromMs, error } = useErrors(source);
  const [, setView] = useUrlParam("view");
  const [, setError] = useUrlParam("error");
  const [, setFind] = useUrlParam("find");
  const [, setRequest] = useUrlParam("request");
  const group = groups?.find(({ key }) => key === own.key);
  if (error || (groups && !group)) return null;
  return (
    <div>
      <h2 className="mb-1 font-semibold">Same error</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        <dt className="text-text-3">
          {complete || coveredFromMs === undefined
            ? "In this time"
            : `Since ${formatClock(coveredFromMs, zone)}`}
        </dt>
        <dd className="text-right font-medium">{group ? formatFullCount(group.count) : "..."}</dd>
        <dt className="text-text-3">First seen</dt>
        <dd className="text-right">
          {group ? formatDateTime(group.firstMs, zone, group.lastMs) : "..."}
        </dd>
      </dl>
      {group && group.count > 1 && (
        <Button
          size="small"
          className="mt-2"
          onClick={() => {
            setFind("");
            setRequest("");
            setError(group.key);
            setView("errors");
          }}
        >
          All of them
        </Button>
      )}
    </div>
  );
}

/** What ended the request, else what it logged last. */
function worstOf(groups: readonly ErrorGroup[]): ErrorGroup | undefined {
  return (
    groups.find(({ kind }) => kind !== "logged") ??
    [...groups].sort((a, b) => b.lastMs - a.lastMs)[0]
  );
}
