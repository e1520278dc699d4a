"use client";

import { EmptyState } from "@/components/ui/empty-state";
import type { LogModeProps } from "../log-view";

/** The errors of a log group, alike ones together. */
export function ErrorsMode({ source }: LogModeProps) {
  return <EmptyState title="Errors">{source.logGroup}</EmptyState>;
}
