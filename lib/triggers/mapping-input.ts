import { refuse } from "@/lib/model/refuse";
import { mappingProblems, type MappingSettings } from "@/lib/model/trigger";

/** Refuses settings that AWS would refuse, before anything is sent. */
export function checkMappingSettings(settings: MappingSettings, queueArn: string): void {
  const [first] = Object.entries(mappingProblems(settings, queueArn));
  if (first) refuse(...first);
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

/** As CreateEventSourceMapping takes them: without what is not wanted, and without what a FIFO queue refuses. */
export function creationInput(settings: MappingSettings, queueArn: string) {
  const { ScalingConfig, FilterCriteria, MaximumBatchingWindowInSeconds, ...rest } =
    mappingInput(settings);
  return {
    EventSourceArn: queueArn,
    ...rest,
    ...(settings.maximumConcurrency !== null && { ScalingConfig }),
    ...(settings.filters.length > 0 && { FilterCriteria }),
    // A FIFO queue refuses the field itself, whatever its value.
    ...(!queueArn.endsWith(".fifo") && { MaximumBatchingWindowInSeconds }),
  };
}
