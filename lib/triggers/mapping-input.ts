import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import { type MappingSettings, mappingSourceOf, settingsFor } from "@/lib/model/mapping-settings";
import { refuse } from "@/lib/model/refuse";
import { draftProblems } from "@/lib/model/trigger-drafts/trigger-draft";
import type { MappingDraft } from "@/lib/model/trigger-drafts/mapping-draft";

type Input = Partial<CreateEventSourceMappingCommandInput>;

/** Refuses a mapping that AWS would refuse, before anything is sent. */
export function checkMapping(draft: MappingDraft): void {
  const [first] = Object.entries(draftProblems(draft));
  if (first) refuse(...first);
}

/** One setting in AWS's words, as create and update both take it. */
export function settingInput(field: keyof MappingSettings, settings: MappingSettings): Input {
  switch (field) {
    case "batchSize":
      return { BatchSize: settings.batchSize };
    case "maximumBatchingWindowSeconds":
      return { MaximumBatchingWindowInSeconds: settings.maximumBatchingWindowSeconds };
    case "maximumConcurrency":
      // An empty object takes a former maximum away.
      return {
        ScalingConfig:
          settings.maximumConcurrency === null
            ? {}
            : { MaximumConcurrency: settings.maximumConcurrency },
      };
    case "provisionedPollers": {
      const pollers = settings.provisionedPollers;
      return {
        ProvisionedPollerConfig: pollers
          ? {
              ...(pollers.minimum !== null && { MinimumPollers: pollers.minimum }),
              ...(pollers.maximum !== null && { MaximumPollers: pollers.maximum }),
            }
          : {},
      };
    }
    case "reportsBatchItemFailures":
      return {
        FunctionResponseTypes: settings.reportsBatchItemFailures ? ["ReportBatchItemFailures"] : [],
      };
    case "parallelizationFactor":
      return { ParallelizationFactor: settings.parallelizationFactor };
    case "maximumRetryAttempts":
      return { MaximumRetryAttempts: settings.maximumRetryAttempts };
    case "maximumRecordAgeSeconds":
      return { MaximumRecordAgeInSeconds: settings.maximumRecordAgeSeconds };
    case "bisectsBatchOnError":
      return { BisectBatchOnFunctionError: settings.bisectsBatchOnError };
    case "tumblingWindowSeconds":
      return { TumblingWindowInSeconds: settings.tumblingWindowSeconds };
    case "onFailureArn":
      // An empty text takes a former one away; without a Destination AWS refuses the call.
      return { DestinationConfig: { OnFailure: { Destination: settings.onFailureArn } } };
    case "accessConfigurations":
      return {
        SourceAccessConfigurations: settings.accessConfigurations.map(({ type, uri }) => ({
          Type: type as "BASIC_AUTH",
          URI: uri,
        })),
      };
    case "countsEvents":
      return { MetricsConfig: { Metrics: settings.countsEvents ? ["EventCount"] : [] } };
    case "filters":
      return { FilterCriteria: { Filters: settings.filters.map((Pattern) => ({ Pattern })) } };
    case "enabled":
      return { Enabled: settings.enabled };
  }
}

/** As CreateEventSourceMapping takes them: without what the source does not take, nor what says nothing. */
export function creationInput(draft: MappingDraft): Input {
  const source = mappingSourceOf(draft.eventSourceArn) ?? "sqs";
  const isStream = source === "kinesis" || source === "dynamodb";
  const isFifo = source === "sqs" && draft.eventSourceArn.endsWith(".fifo");
  const said = settingsFor(source).filter(
    (field) =>
      !saysNothing(field, draft) &&
      // A FIFO queue refuses the field itself, whatever its value.
      !(isFifo && field === "maximumBatchingWindowSeconds"),
  );
  return {
    EventSourceArn: draft.eventSourceArn,
    ...Object.assign({}, ...said.map((field) => settingInput(field, draft))),
    ...(isStream && {
      StartingPosition: draft.startingPosition,
      ...(draft.startingPosition === "AT_TIMESTAMP" && {
        StartingPositionTimestamp: new Date(draft.startingPositionAt),
      }),
    }),
  };
}

/** A setting that is left out of a new mapping, since to AWS it is the same. */
function saysNothing(field: keyof MappingSettings, settings: MappingSettings): boolean {
  const value = settings[field];
  if (value === null || value === "") return true;
  if (field === "countsEvents") return value === false;
  // A window of no seconds is none, and a mapping with one takes no more than one batch at a time.
  if (field === "tumblingWindowSeconds") return value === 0;
  return (field === "filters" || field === "accessConfigurations") && settings[field].length === 0;
}
