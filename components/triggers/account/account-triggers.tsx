"use client";

import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { useFunctions } from "@/components/functions/use-functions";
import { useIsPhone } from "@/components/functions/use-is-phone";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/panel";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import { useSettled } from "@/components/ui/use-settled";
import { formatFullCount } from "@/lib/model/format";
import type { FunctionRow } from "@/lib/model/function-row";
import type { QueueState, Trigger } from "@/lib/model/trigger";
import { triggerWarnings } from "@/lib/model/trigger-checks";
import {
  filterTriggers,
  sortTriggers,
  type ListedTrigger,
  type TriggerColumn,
  type TriggerFilter,
  type TriggerSort,
} from "@/lib/model/trigger-filter";
import { trafficSubject } from "@/lib/model/trigger-traffic";
import type { SeenTrigger } from "../map/map-node";
import { NotLookedAt } from "../not-looked-at";
import { useTraffic } from "../use-traffic";
import { AccountCards } from "./account-cards";
import { AccountTable } from "./account-table";
import { AccountToolbar } from "./account-toolbar";
import { useAccountTriggers, useQueueStates } from "./use-account-triggers";

export interface AccountTriggersProps {
  filter: TriggerFilter;
  sort: TriggerSort;
  onView(view: { filter: TriggerFilter; sort: TriggerSort }): void;
}

const noFilter: TriggerFilter = { text: "", kinds: [], states: [] };
const noRows: readonly ListedTrigger[] = [];
/** What is in sight is read in steps of rows, so that a few rows more or less are the same question. */
const sightStep = 20;

/** Every trigger of the connection's functions. */
export function AccountTriggers({ filter, sort, onView }: AccountTriggersProps) {
  const { range } = useSession();
  const isPhone = useIsPhone();
  const { data, error, refetch } = useAccountTriggers();
  const [inSight, setInSight] = useSettled<readonly [first: number, last: number]>([0, 39]);
  const filterInput = useRef<HTMLInputElement>(null);
  const rows = data?.rows ?? noRows;
  const asked = useDeferredValue(filter);
  const sorted = useMemo(() => sortTriggers(rows, sort), [rows, sort]);
  const shown = useMemo(() => filterTriggers(sorted, asked), [sorted, asked]);
  const { seenOf, problems } = useSeenRows(shown.slice(inSight[0], inSight[1] + 1));
  const onVisible = useCallback(
    (first: number, last: number) =>
      setInSight([first - (first % sightStep), last + sightStep - 1 - (last % sightStep)]),
    [setInSight],
  );
  const onSort = (column: TriggerColumn) =>
    onView({
      filter,
      sort: { column, descending: sort.column === column && !sort.descending },
    });
  useStatus({
    keys: [
      [["/"], "filter"],
      [["Tab", "Enter"], "open"],
    ],
    source: "Lambda, the sources and CloudWatch",
    updatedAtMs: data?.asOfMs,
  });
  useKeys({ "/": () => filterInput.current?.focus() });
  const all = data?.complete
    ? formatFullCount(rows.length)
    : `${formatFullCount(rows.length)}, reading`;
  const common = { rows: shown, seenOf, onVisible, spanSeconds: range.lengthMs / 1000 };
  return (
    <>
      <PageHead
        title="Triggers"
        detail={
          <span aria-live="polite">
            {data &&
              (shown.length === rows.length ? all : `${formatFullCount(shown.length)} of ${all}`)}
          </span>
        }
      />
      {!data ? (
        error ? (
          <div className="p-4">
            <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
          </div>
        ) : (
          <SkeletonRows rows={12} />
        )
      ) : (
        <>
          <AccountToolbar
            rows={rows}
            filter={filter}
            onFilter={(next) => onView({ filter: next, sort })}
            inputRef={filterInput}
          />
          <Notes
            problems={[...data.problems, ...problems, ...(error ? [problemOf(error)] : [])]}
            partial={data.partial}
          />
          {rows.length === 0 && data.complete && data.problems.length > 0 ? (
            <EmptyState
              title="No trigger was found"
              actions={<Button onClick={() => void refetch()}>Try again</Button>}
            >
              There may be some among what could not be looked at.
            </EmptyState>
          ) : rows.length === 0 && data.complete ? (
            <EmptyState title="Nothing calls a function by itself">
              Open a function and add a trigger on its Triggers tab.
            </EmptyState>
          ) : shown.length === 0 && data.complete ? (
            <EmptyState
              title="No trigger is like this"
              actions={
                <Button onClick={() => onView({ filter: noFilter, sort })}>
                  Clear the filters
                </Button>
              }
            >
              {formatFullCount(rows.length)} triggers, none of which the filters let through.
            </EmptyState>
          ) : isPhone ? (
            <AccountCards {...common} />
          ) : (
            <AccountTable {...common} sort={sort} onSort={onSort} />
          )}
        </>
      )}
    </>
  );
}

function Notes({
  problems,
  partial,
}: {
  problems: Parameters<typeof NotLookedAt>[0]["problems"];
  partial: readonly string[];
}) {
  if (problems.length === 0 && partial.length === 0) return null;
  return (
    <div className="flex flex-none flex-col gap-2 px-4 pb-3">
      <NotLookedAt problems={problems} />
      {partial.length > 0 && (
        <Note>
          There are too many to look at all: {partial.join(", ")}. A function&apos;s own page shows
          those that call it.
        </Note>
      )}
    </div>
  );
}

/** Figures and checks of the rows in sight; of the others what their listing tells. */
function useSeenRows(inSight: readonly ListedTrigger[]) {
  const { data: list } = useFunctions();
  const functions = useMemo(
    () => new Map((list?.functions ?? []).map((one) => [one.name, one])),
    [list],
  );
  const subjects = unique(inSight.flatMap(({ trigger }) => trafficSubject(trigger) ?? []));
  const arns = unique(inSight.flatMap(({ trigger }) => queueArn(trigger) ?? []));
  // The same list as long as the same is in sight: it is what is asked for.
  const { traffic, problems, error } = useTraffic(useStable(subjects));
  const queues = useQueueStates(useStable(arns));
  const seenOf = useCallback(
    (row: ListedTrigger): SeenTrigger => {
      const trigger = withQueue(row.trigger, queues?.queues);
      return {
        trigger,
        traffic: traffic[trafficSubject(trigger) ?? ""],
        warnings: warningsOf(trigger, functions.get(trigger.functionName)),
      };
    },
    [traffic, queues, functions],
  );
  return {
    seenOf,
    problems: [...problems, ...(queues?.problems ?? []), ...(error ? [problemOf(error)] : [])],
  };
}

function queueArn(trigger: Trigger): string | undefined {
  return trigger.kind === "mapping" && trigger.eventSourceArn.split(":")[2] === "sqs"
    ? trigger.eventSourceArn
    : undefined;
}

function withQueue(trigger: Trigger, queues: Record<string, QueueState> | undefined): Trigger {
  const queue = queues?.[queueArn(trigger) ?? ""];
  return trigger.kind === "mapping" && queue ? { ...trigger, queue } : trigger;
}

function warningsOf(trigger: Trigger, row: FunctionRow | undefined): number | undefined {
  return (
    row &&
    triggerWarnings(trigger, {
      timeoutSeconds: row.timeoutSeconds,
      reservedConcurrency: row.reservedConcurrency,
      provisioned: row.provisioned?.map(({ qualifier }) => qualifier),
    }).length
  );
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function useStable(values: readonly string[]): readonly string[] {
  const [kept, setKept] = useState(values);
  const isSame = kept.length === values.length && kept.every((one, i) => one === values[i]);
  if (!isSame) setKept(values);
  return isSame ? kept : values;
}
