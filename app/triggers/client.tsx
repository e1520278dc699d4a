"use client";

import { useAddressState } from "@/components/shell/use-address-state";
import { AccountTriggers } from "@/components/triggers/account/account-triggers";
import { readTriggerView, writeTriggerView } from "./search-params";

/** Keeps the list's filters and order in the address. */
export function TriggersOfAccountPage() {
  const [{ filter, sort }, setView] = useAddressState(readTriggerView, writeTriggerView);
  return <AccountTriggers filter={filter} sort={sort} onView={setView} />;
}
