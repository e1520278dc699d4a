import { rangeError } from "@/lib/model/function-limits";
import { refuse } from "@/lib/model/refuse";
import type { MappingSettings } from "@/lib/model/trigger";

/** Refuses settings that AWS would refuse, before anything is sent. */
export function checkMappingSettings(settings: MappingSettings, isFifo: boolean): void {
  const fields = ["batchSize", "maximumBatchingWindowSeconds", "maximumConcurrency"] as const;
  for (const field of fields) {
    const value = settings[field];
    const error = value === null ? undefined : rangeError(field, value);
    if (error) refuse(field, error);
  }
  if (isFifo && settings.batchSize > 10)
    refuse("batchSize", "A FIFO queue's batch has at most 10 messages.");
  if (isFifo && settings.maximumBatchingWindowSeconds > 0)
    refuse("maximumBatchingWindowSeconds", "A FIFO queue takes no batching window.");
  if (settings.batchSize > 10 && settings.maximumBatchingWindowSeconds < 1)
    refuse(
      "maximumBatchingWindowSeconds",
      "A batch of more than 10 messages needs a window of at least 1 s.",
    );
  if (settings.filters.length > 10) refuse("filters", "A mapping takes at most 10 filters.");
  for (const pattern of settings.filters) {
    if (pattern.length > 4_096) refuse("filters", "A filter has at most 4,096 characters.");
    try {
      JSON.parse(pattern);
    } catch {
      refuse("filters", `A filter is a JSON pattern; this is not JSON: ${pattern.slice(0, 80)}`);
    }
  }
}

/** The settings in AWS's words, as create and update both take them. */
export function mappingInput(settings: MappingSettings) {
  return {
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.maximumBatchingWindowSeconds,
    // An empty object takes a former maximum away.
    ScalingConfig:
      settings.maximumConcurrency === null
        ? {}
        : { MaximumConcurrency: settings.maximumConcurrency },
    FunctionResponseTypes: settings.reportsBatchItemFailures
      ? (["ReportBatchItemFailures"] as "ReportBatchItemFailures"[])
      : [],
    FilterCriteria: { Filters: settings.filters.map((Pattern) => ({ Pattern })) },
    Enabled: settings.enabled,
  };
}
