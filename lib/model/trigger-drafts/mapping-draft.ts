import { formatFullCount } from "../format";
import {
  mappingProblems,
  type MappingSettings,
  mappingSourceOf,
  settingsFor,
  settingsOf,
} from "../mapping-settings";
import type { Mapping } from "../trigger";
import type { DraftKind, DraftLine, DraftTarget } from "./draft-kind";

export interface MappingDraft extends DraftTarget, MappingSettings {
  kind: "mapping";
  eventSourceArn: string;
  /** Of a stream: where a new mapping begins. */
  startingPosition: "LATEST" | "TRIM_HORIZON" | "AT_TIMESTAMP";
  /** ISO; for AT_TIMESTAMP. */
  startingPositionAt: string;
}

export const mappingDrafts: DraftKind<MappingDraft, Mapping> = {
  of: (mapping) => ({
    kind: "mapping",
    eventSourceArn: mapping.eventSourceArn,
    qualifier: mapping.qualifier,
    startingPosition: isPosition(mapping.startingPosition) ? mapping.startingPosition : "LATEST",
    startingPositionAt: mapping.startingPositionAt ?? "",
    ...settingsOf(mapping),
  }),
  problems: (draft) => {
    const problems: Record<string, string> = { ...mappingProblems(draft, draft.eventSourceArn) };
    if (draft.startingPosition !== "AT_TIMESTAMP") return problems;
    if (mappingSourceOf(draft.eventSourceArn) === "dynamodb")
      problems.startingPosition = "A table's stream is read from its latest or its oldest record.";
    else if (Number.isNaN(Date.parse(draft.startingPositionAt)))
      problems.startingPosition = "Write the time to begin at, as 2027-01-31T12:00:00Z.";
    return problems;
  },
  lines: (draft) => {
    const source = mappingSourceOf(draft.eventSourceArn) ?? "sqs";
    const isStream = source === "kinesis" || source === "dynamodb";
    return [
      { label: "Source", value: draft.eventSourceArn },
      { label: "Calls", value: draft.qualifier ?? "$LATEST" },
      ...(isStream ? [{ label: "Begins at", value: positionWords(draft) }] : []),
      ...settingsFor(source).map((field) => settingLine(field, draft)),
    ];
  },
};

/** The mapping that a draft would make, or would make of one that is there, to be held against its function. */
export function draftedMapping(draft: MappingDraft, functionName: string, now?: Mapping): Mapping {
  const { provisionedPollers: pollers } = draft;
  return {
    kind: "mapping",
    functionArn: "",
    functionName,
    uuid: "",
    state: "",
    ...now,
    eventSourceArn: draft.eventSourceArn,
    qualifier: draft.qualifier,
    batchSize: draft.batchSize,
    maximumBatchingWindowSeconds: draft.maximumBatchingWindowSeconds,
    maximumConcurrency: draft.maximumConcurrency ?? undefined,
    provisionedPollers: pollers
      ? { minimum: pollers.minimum ?? undefined, maximum: pollers.maximum ?? undefined }
      : undefined,
    reportsBatchItemFailures: draft.reportsBatchItemFailures,
    parallelizationFactor: draft.parallelizationFactor,
    maximumRetryAttempts: draft.maximumRetryAttempts,
    maximumRecordAgeSeconds: draft.maximumRecordAgeSeconds,
    bisectsBatchOnError: draft.bisectsBatchOnError,
    tumblingWindowSeconds: draft.tumblingWindowSeconds,
    onFailureArn: draft.onFailureArn || undefined,
    filters: draft.filters,
  };
}

function positionWords({ startingPosition, startingPositionAt }: MappingDraft): string {
  if (startingPosition === "AT_TIMESTAMP") return startingPositionAt;
  return startingPosition === "LATEST" ? "new records only" : "the oldest record";
}

function isPosition(text: string | undefined): text is MappingDraft["startingPosition"] {
  return text === "LATEST" || text === "TRIM_HORIZON" || text === "AT_TIMESTAMP";
}

/** One setting in words. */
export function settingLine(field: keyof MappingSettings, settings: MappingSettings): DraftLine {
  return { label: settingLabels[field], value: inWords(field, settings) };
}

export const settingLabels: Record<keyof MappingSettings, string> = {
  batchSize: "Batch size",
  maximumBatchingWindowSeconds: "Batch window",
  maximumConcurrency: "Maximum concurrency",
  provisionedPollers: "Provisioned pollers",
  reportsBatchItemFailures: "Partial batch response",
  parallelizationFactor: "Batches at a time, of each shard",
  maximumRetryAttempts: "Retries",
  maximumRecordAgeSeconds: "Record age",
  bisectsBatchOnError: "Split on error",
  tumblingWindowSeconds: "Tumbling window",
  onFailureArn: "On failure",
  accessConfigurations: "Access",
  countsEvents: "Event count metrics",
  filters: "Filters",
  enabled: "Enabled",
};

function inWords(field: keyof MappingSettings, settings: MappingSettings): string {
  switch (field) {
    case "maximumConcurrency":
      return settings[field] === null ? "no limit" : formatFullCount(settings[field]);
    case "provisionedPollers": {
      const pollers = settings[field];
      return pollers
        ? `${pollers.minimum ?? "default"} to ${pollers.maximum ?? "default"}`
        : "none";
    }
    case "maximumRetryAttempts":
      return settings[field] === -1 ? "until the records expire" : formatFullCount(settings[field]);
    case "maximumRecordAgeSeconds":
      return settings[field] === -1 ? "any" : `${formatFullCount(settings[field])} s`;
    case "maximumBatchingWindowSeconds":
    case "tumblingWindowSeconds":
      return `${settings[field]} s`;
    case "batchSize":
    case "parallelizationFactor":
      return formatFullCount(settings[field]);
    case "onFailureArn":
      return settings[field] || "nowhere";
    case "accessConfigurations":
      return settings[field].map(({ type, uri }) => `${type} ${uri}`).join(", ") || "none";
    case "filters":
      return settings[field].join(" or ") || "none";
    case "reportsBatchItemFailures":
    case "bisectsBatchOnError":
    case "countsEvents":
    case "enabled":
      return settings[field] ? "on" : "off";
  }
}
