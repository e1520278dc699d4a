"use client";

import { useFunction } from "@/components/functions/use-function";
import { SkeletonRows } from "@/components/ui/skeleton";
import { LogView } from "./log-view";
import { logSourceOf } from "./use-log-events";

/** The Logs page of a function. */
export function FunctionLogs() {
  const { data: detail } = useFunction();
  if (!detail) return <SkeletonRows rows={8} />;
  return (
    <LogView
      key={detail.logging.logGroup}
      source={logSourceOf(detail)}
      size={detail}
      detail={detail}
    />
  );
}
