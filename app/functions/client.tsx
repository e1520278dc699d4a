"use client";

import { FunctionList } from "@/components/functions/function-list";
import { useAddressState } from "@/components/shell/use-address-state";
import type { PartialFunctionList } from "@/lib/model/function-row";
import { readListView, writeListView } from "./search-params";

/** Keeps the list's filters and order in the address. */
export function FunctionsPage({ initial }: { initial: PartialFunctionList | undefined }) {
  const [{ filter, sort }, setView] = useAddressState(readListView, writeListView);
  return <FunctionList initial={initial} filter={filter} sort={sort} onView={setView} />;
}
