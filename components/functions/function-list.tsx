"use client";

import { Columns3 } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { useRouter } from "next/navigation";
import { useAccount } from "@/components/shell/account-meter";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useNow } from "@/components/shell/use-now";
import { useStored } from "@/components/shell/use-stored";
import { Button } from "@/components/ui/button";
import { useHref } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { PageHead } from "@/components/ui/panel";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { useKeys } from "@/components/ui/use-keys";
import { useSettled } from "@/components/ui/use-settled";
import { formatFullCount } from "@/lib/model/format";
import {
  filterFunctions,
  sortFunctions,
  type FunctionFilter,
  type Sort,
  type SortColumn,
} from "@/lib/model/function-filter";
import type { PartialFunctionList } from "@/lib/model/function-row";
import { BulkBar } from "./bulk-bar";
import { DemoTrafficLine } from "./demo-traffic-line";
import { ExportMenu } from "./export-menu";
import { FunctionCards } from "./function-cards";
import { FunctionTable } from "./function-table";
import { listColumns } from "./list-columns";
import { ListNotes } from "./list-notes";
import { EmptyList, ListSkeleton } from "./list-placeholders";
import { ListStats } from "./list-stats";
import { ListToolbar } from "./list-toolbar";
import { NewFunctionButton } from "./new-function-button";
import { useFunctions } from "./use-functions";
import { useIsPhone } from "./use-is-phone";
import { useListedFunctions } from "./use-listed-functions";
import { useSelection, type Selection } from "./use-selection";

export interface FunctionListProps {
  /** The first rows as the server last saw them, to draw at once. */
  initial: PartialFunctionList | undefined;
  filter: FunctionFilter;
  sort: Sort;
  onView(view: { filter: FunctionFilter; sort: Sort }): void;
}

const noHidden: SortColumn[] = [];
const numbersFirst: readonly SortColumn[] = [
  "concurrency",
  "invocations",
  "errors",
  "rate",
  "throttles",
  "p99",
  "cost",
  "modified",
];

/** Every function of the connection. */
export function FunctionList({ initial, filter, sort, onView }: FunctionListProps) {
  const { zone } = useSession();
  const nowMs = useNow(30_000);
  const isPhone = useIsPhone();
  const { data, error, refetch, isFetching } = useFunctions(initial);
  const { data: account } = useAccount();
  const [inSight, setInSight] = useSettled<readonly [first: number, last: number]>(firstSight);
  const [hidden, setHidden] = useStored("hiddenColumns", noHidden);
  const [isAdding, setAdding] = useState(false);
  const filterInput = useRef<HTMLInputElement>(null);

  const functions = useMemo(() => data?.functions ?? [], [data]);
  const count = data?.count ?? functions.length;
  const [sightNames, setSightNames] = useState<readonly string[]>([]);
  const list = useListedFunctions(functions, useDeferredValue(sightNames));
  const asked = useDeferredValue(filter);
  // The order outlives the letters typed into the filter.
  const sorted = useMemo(() => sortFunctions(list.rows, sort), [list.rows, sort]);
  const shown = useMemo(() => filterFunctions(sorted, asked, nowMs), [sorted, asked, nowMs]);
  const wanted = shown.slice(inSight[0], inSight[1] + 1).map(({ name }) => name);
  if (wanted.join("\n") !== sightNames.join("\n")) setSightNames(wanted);
  const onVisible = useCallback(
    (first: number, last: number) =>
      setInSight([first - (first % sightStep), last + sightStep - 1 - (last % sightStep)]),
    [setInSight],
  );
  const selection = useSelection(shown);
  const context = useMemo(
    () => ({ accountLimit: account?.limit, nowMs, zone }),
    [account?.limit, nowMs, zone],
  );

  const onSort = (column: SortColumn) =>
    onView({
      filter,
      sort: {
        column,
        descending: sort.column === column ? !sort.descending : numbersFirst.includes(column),
      },
    });
  useStatus({
    keys: listKeys,
    source: "CloudWatch",
    updatedAtMs: data && Date.parse(data.asOf),
  });
  useListKeys({
    shown,
    selection,
    focusFilter: () => filterInput.current?.focus(),
    addFilter: () => setAdding(true),
  });

  return (
    <>
      <PageHead
        title="Functions"
        detail={
          <Count
            shown={data?.count ?? shown.length}
            all={count}
            complete={data?.complete || data?.count !== undefined}
          />
        }
      >
        <span className="flex gap-2 max-md:hidden">
          <Menu
            trigger={<Button icon={Columns3}>Columns</Button>}
            items={listColumns.slice(1).map(({ id, label }) => ({
              label,
              checked: !hidden.includes(id),
              onSelect: () =>
                setHidden(
                  hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id],
                ),
            }))}
          />
          <ExportMenu rows={shown} />
        </span>
        <NewFunctionButton />
      </PageHead>
      {error && !data ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : !data ? (
        <ListSkeleton />
      ) : functions.length === 0 && data.complete ? (
        <EmptyList action={<NewFunctionButton />} />
      ) : (
        <>
          <ListStats rows={list.rows} metricsRead={list.metricsRead} />
          <ListToolbar
            rows={list.rows}
            filter={filter}
            onFilter={(next) => onView({ filter: next, sort })}
            nowMs={nowMs}
            inputRef={filterInput}
            isAdding={isAdding}
            setAdding={setAdding}
          />
          <ListNotes
            list={{ ...list, problems: [...(data.problems ?? []), ...list.problems] }}
            listProblem={error ? problemOf(error) : undefined}
            sort={sort}
            filter={filter}
            isFetching={isFetching}
            onRetry={() => void refetch()}
          />
          <DemoTrafficLine rows={list.rows} />
          {shown.length === 0 ? (
            <EmptyList
              filtered={count}
              action={
                <Button onClick={() => onView({ filter: noFilter, sort })}>
                  Clear the filters
                </Button>
              }
            />
          ) : isPhone ? (
            <FunctionCards rows={shown} accountLimit={account?.limit} onVisible={onVisible} />
          ) : (
            <FunctionTable
              rows={shown}
              sort={sort}
              onSort={onSort}
              hidden={hidden}
              selection={selection}
              context={context}
              onVisible={onVisible}
            />
          )}
          <BulkBar rows={list.rows} selection={selection} />
        </>
      )}
    </>
  );
}

const firstSight = [0, 39] as const;
/** What is in sight is read in steps of rows, so that a few rows more or less are the same question. */
const sightStep = 20;

const noFilter: FunctionFilter = { text: "", runtimes: [], states: [], tags: [], trouble: [] };

const listKeys = [
  [["J", "K"], "move"],
  [["X"], "select"],
  [["Enter"], "open"],
  [["I"], "invoke"],
  [["L"], "logs"],
  [["/"], "filter by name"],
  [["F"], "add filter"],
] as const;

function Count({ shown, all, complete }: { shown: number; all: number; complete: boolean }) {
  const known = complete
    ? formatFullCount(all)
    : all
      ? `${formatFullCount(all)}, reading`
      : "reading";
  return (
    <span aria-live="polite">
      {shown === all ? known : `${formatFullCount(shown)} of ${known}`}
    </span>
  );
}

function useListKeys({
  shown,
  selection,
  focusFilter,
  addFilter,
}: {
  shown: readonly { name: string }[];
  selection: Selection;
  focusFilter(): void;
  addFilter(): void;
}) {
  const router = useRouter();
  const hrefTo = useHref();
  const { cursor } = selection;
  const name = shown[cursor]?.name;
  const open = (tab: string) => () =>
    name === undefined
      ? false
      : router.push(hrefTo(`/functions/${encodeURIComponent(name)}${tab}`));
  const down = () => selection.moveTo(cursor + 1);
  const up = () => selection.moveTo(cursor - 1);
  useKeys({
    j: down,
    k: up,
    arrowdown: down,
    arrowup: up,
    x: () => (name === undefined ? false : selection.toggle(name, cursor)),
    "shift+x": () => selection.extendTo(cursor),
    enter: (event) =>
      event.target instanceof Element && event.target.closest("a, button, input")
        ? false
        : open("")(),
    i: open("/test"),
    l: open("/logs"),
    f: addFilter,
    "/": focusFilter,
    escape: () => (selection.names.size === 0 ? false : selection.set([])),
  });
}
