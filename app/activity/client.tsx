"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { ActivityList, type ActivityView } from "@/components/activity/activity-list";
import { readActivityView, writeActivityView } from "./search-params";

/** Keeps filters and the open change in the address. */
export function ActivityPage() {
  const params = useSearchParams();
  const view = useMemo(() => readActivityView(params), [params]);
  const onView = useCallback((next: ActivityView) => {
    const query = writeActivityView(new URLSearchParams(location.search), next).toString();
    history.replaceState(null, "", `${location.pathname}${query && `?${query}`}`);
  }, []);
  return <ActivityList view={view} onView={onView} />;
}
