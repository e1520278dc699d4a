"use client";

import { useMemo } from "react";
import { useFunctions, useManyRowDetails } from "@/components/functions/use-functions";
import { useAccount } from "@/components/shell/account-meter";
import { problemOf } from "@/components/ui/problem-view";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import type { Problem } from "@/lib/model/problem";
import { type BoardFunction, boardFunction } from "./board-function";

/** What the board needs to be drawn is read of so many functions; more than one can look at. */
const mostFunctions = 1_000;

export interface BoardSettingsRead {
  functions: readonly BoardFunction[];
  /** Functions there are. */
  count: number;
  account: AccountConcurrency | undefined;
  problems: readonly Problem[];
  /** Nothing can be shown, because of this. */
  failure: Problem | undefined;
  isReading: boolean;
  retry(): void;
}

/** Every function with the limits that AWS has for it, and the account's pool. */
export function useBoardFunctions(): BoardSettingsRead {
  const list = useFunctions();
  const { data: account } = useAccount();
  const all = list.data?.functions;
  const rows = useMemo(() => all?.slice(0, mostFunctions) ?? [], [all]);
  const names = useMemo(
    // Reading in parts while the list still grows would ask for ever other parts.
    () => (list.data?.complete ? rows.map(({ name }) => name) : []),
    [list.data?.complete, rows],
  );
  const details = useManyRowDetails(names);
  const functions = useMemo(
    () =>
      rows.flatMap((row) => {
        const detail = details.details[row.name];
        return (detail && boardFunction({ ...row, ...detail })) ?? [];
      }),
    [rows, details.details],
  );
  const pool = useMemo(() => {
    const { limit, unreserved, floor } = account ?? {};
    return limit === undefined || unreserved === undefined || floor === undefined
      ? undefined
      : { limit, unreserved, floor };
  }, [account]);
  const listProblem = list.error ? problemOf(list.error) : undefined;
  const detailProblem = details.error ? problemOf(details.error) : undefined;
  return {
    functions,
    count: all?.length ?? 0,
    account: pool,
    problems: [...(list.data?.problems ?? []), ...details.problems],
    failure: list.data ? (functions.length === 0 ? detailProblem : undefined) : listProblem,
    isReading: !list.data?.complete || details.isReading,
    retry: () => void list.refetch(),
  };
}
