"use client";

import { EmptyState } from "@/components/ui/empty-state";
import type { LogModeProps } from "../log-view";

/** A log group asked with CloudWatch Logs Insights. */
export function InsightsMode({ source }: LogModeProps) {
  return <EmptyState title="Insights">{source.logGroup}</EmptyState>;
}
