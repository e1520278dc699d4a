"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { FunctionList } from "@/components/functions/function-list";
import type { FunctionList as List } from "@/lib/model/function-row";
import { type ListView, readListView, writeListView } from "./search-params";

/** Keeps the list's filters and order in the address, without asking the server on each key. */
export function FunctionsPage({ initial }: { initial: List | undefined }) {
  const params = useSearchParams();
  const view = useMemo(() => readListView(params), [params]);
  const onView = useCallback((next: ListView) => {
    const query = writeListView(new URLSearchParams(location.search), next).toString();
    history.replaceState(null, "", `${location.pathname}${query && `?${query}`}`);
  }, []);
  return <FunctionList initial={initial} filter={view.filter} sort={view.sort} onView={onView} />;
}
