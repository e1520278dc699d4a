"use client";

import { ActivityList } from "@/components/activity/activity-list";
import { useAddressState } from "@/components/shell/use-address-state";
import { readActivityView, writeActivityView } from "./search-params";

/** Keeps filters and the open change in the address. */
export function ActivityPage() {
  const [view, setView] = useAddressState(readActivityView, writeActivityView);
  return <ActivityList view={view} onView={setView} />;
}
