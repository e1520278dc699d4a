import { parseFilter } from "./filter-pattern";
import { functionRanges } from "./function-limits";
import type { Mapping } from "./trigger";

/** What an event source mapping can read, by the settings that each takes. */
export type MappingSource = "sqs" | "kinesis" | "dynamodb" | "kafka" | "mq" | "documentdb";

/** The settings of a mapping that a user edits; which of them a source takes, `settingsFor` says. */
export interface MappingSettings {
  batchSize: number;
  maximumBatchingWindowSeconds: number;
  /** null: as much as Lambda's scaling gives. */
  maximumConcurrency: number | null;
  /** null: Lambda scales the pollers by itself. */
  provisionedPollers: { minimum: number | null; maximum: number | null } | null;
  reportsBatchItemFailures: boolean;
  parallelizationFactor: number;
  /** -1: until the records expire. */
  maximumRetryAttempts: number;
  /** -1: however old. */
  maximumRecordAgeSeconds: number;
  bisectsBatchOnError: boolean;
  tumblingWindowSeconds: number;
  /** Empty: what is given up goes nowhere. */
  onFailureArn: string;
  /** How the poller gets in, of brokers. */
  accessConfigurations: { type: string; uri: string }[];
  /** `EventCount` is told to CloudWatch. */
  countsEvents: boolean;
  filters: string[];
  enabled: boolean;
}

type MappingField = keyof MappingSettings | "eventSourceArn" | "startingPosition";

const everySource: readonly (keyof MappingSettings)[] = [
  "batchSize",
  "maximumBatchingWindowSeconds",
  "filters",
  "enabled",
];
const ofStreams: readonly (keyof MappingSettings)[] = [
  "parallelizationFactor",
  "maximumRetryAttempts",
  "maximumRecordAgeSeconds",
  "bisectsBatchOnError",
  "tumblingWindowSeconds",
  "reportsBatchItemFailures",
  "onFailureArn",
  "countsEvents",
];
const bySource: Record<MappingSource, readonly (keyof MappingSettings)[]> = {
  sqs: ["maximumConcurrency", "provisionedPollers", "reportsBatchItemFailures", "countsEvents"],
  kinesis: ofStreams,
  dynamodb: ofStreams,
  kafka: ["provisionedPollers", "onFailureArn", "accessConfigurations", "countsEvents"],
  mq: ["accessConfigurations"],
  documentdb: ["accessConfigurations"],
};

/** The settings that mappings of a source take. Source: CreateEventSourceMapping. */
export function settingsFor(source: MappingSource): (keyof MappingSettings)[] {
  return [...everySource, ...bySource[source]];
}

/** What a mapping reads, by its source's ARN; undefined for something no mapping reads. */
export function mappingSourceOf(eventSourceArn: string): MappingSource | undefined {
  if (!eventSourceArn.startsWith("arn:")) return eventSourceArn === "" ? undefined : "kafka";
  const [, , service = ""] = eventSourceArn.split(":");
  return { ...arnSources }[service];
}

const arnSources: Record<string, MappingSource> = {
  sqs: "sqs",
  kinesis: "kinesis",
  dynamodb: "dynamodb",
  kafka: "kafka",
  mq: "mq",
  rds: "documentdb",
};

/** What AWS takes where nothing is said; for a new mapping a partial response is the better choice. */
export function defaultSettings(source: MappingSource): MappingSettings {
  return {
    batchSize: source === "sqs" ? 10 : 100,
    maximumBatchingWindowSeconds: 0,
    maximumConcurrency: null,
    provisionedPollers: null,
    reportsBatchItemFailures: source === "sqs",
    parallelizationFactor: 1,
    maximumRetryAttempts: -1,
    maximumRecordAgeSeconds: -1,
    bisectsBatchOnError: false,
    tumblingWindowSeconds: 0,
    onFailureArn: "",
    accessConfigurations: [],
    countsEvents: false,
    filters: [],
    enabled: true,
  };
}

/** A mapping's settings as they are edited. */
export function settingsOf(mapping: Mapping): MappingSettings {
  const defaults = defaultSettings(mappingSourceOf(mapping.eventSourceArn) ?? "kafka");
  const { provisionedPollers: pollers } = mapping;
  return {
    batchSize: mapping.batchSize ?? defaults.batchSize,
    maximumBatchingWindowSeconds: mapping.maximumBatchingWindowSeconds ?? 0,
    maximumConcurrency: mapping.maximumConcurrency ?? null,
    provisionedPollers: pollers
      ? { minimum: pollers.minimum ?? null, maximum: pollers.maximum ?? null }
      : null,
    reportsBatchItemFailures: mapping.reportsBatchItemFailures,
    parallelizationFactor: mapping.parallelizationFactor ?? 1,
    maximumRetryAttempts: mapping.maximumRetryAttempts ?? -1,
    maximumRecordAgeSeconds: mapping.maximumRecordAgeSeconds ?? -1,
    bisectsBatchOnError: mapping.bisectsBatchOnError ?? false,
    tumblingWindowSeconds: mapping.tumblingWindowSeconds ?? 0,
    onFailureArn: mapping.onFailureArn ?? "",
    accessConfigurations: mapping.accessConfigurations ?? [],
    countsEvents: mapping.metrics?.includes("EventCount") ?? false,
    filters: mapping.filters,
    enabled: /^(Enabl|Creat|Updat)/.test(mapping.state),
  };
}

/** Whole numbers that AWS takes, by setting; of a FIFO queue a batch is at most 10. */
export const mappingRanges = {
  batchSize: { label: "Batch size", min: 1, max: 10_000, unit: "" },
  maximumBatchingWindowSeconds: { label: "Batch window", min: 0, max: 300, unit: "s" },
  maximumConcurrency: functionRanges.maximumConcurrency,
  parallelizationFactor: { label: "Parallelization factor", min: 1, max: 10, unit: "" },
  maximumRetryAttempts: { label: "Retries", min: -1, max: 10_000, unit: "" },
  maximumRecordAgeSeconds: { label: "Record age", min: 60, max: 604_800, unit: "s" },
  tumblingWindowSeconds: { label: "Tumbling window", min: 0, max: 900, unit: "s" },
} as const;

/** The pollers that can be provisioned. Source: ProvisionedPollerConfig. */
export const pollerRanges = {
  sqs: { minimum: [2, 200], maximum: [2, 10_000] },
  kafka: { minimum: [1, 200], maximum: [1, 2_000] },
} as const;

type Problems = Partial<Record<MappingField, string>>;

/** What is wrong with the settings of a mapping, by field. Source: CreateEventSourceMapping. */
export function mappingProblems(settings: MappingSettings, eventSourceArn: string): Problems {
  const source = mappingSourceOf(eventSourceArn);
  const arnProblem = sourceArnProblem(eventSourceArn, source);
  if (arnProblem !== undefined || source === undefined)
    return { eventSourceArn: arnProblem, ...settingsProblems(settings, source ?? "sqs", false) };
  return settingsProblems(settings, source, source === "sqs" && eventSourceArn.endsWith(".fifo"));
}

function sourceArnProblem(arn: string, source: MappingSource | undefined): string | undefined {
  const patterns: Partial<Record<MappingSource, RegExp>> = {
    sqs: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/,
    kinesis:
      /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[\w.-]{1,128}(\/consumer\/[\w.:-]+)?$/,
    dynamodb: /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}\/stream\/[\w.:-]+$/,
  };
  const names: Partial<Record<MappingSource, string>> = {
    sqs: "a queue",
    kinesis: "a stream, or of a consumer of one",
    dynamodb: "the stream of a table",
  };
  const shown = arn || "(empty)";
  if (source === undefined) return `This is not the ARN of a queue or stream: ${shown}`;
  const pattern = patterns[source];
  return pattern && !pattern.test(arn)
    ? `This is not the ARN of ${names[source]}: ${shown}`
    : undefined;
}

function settingsProblems(
  settings: MappingSettings,
  source: MappingSource,
  isFifo: boolean,
): Problems {
  const problems: Problems = {};
  const taken = settingsFor(source);
  for (const field of Object.keys(mappingRanges) as (keyof typeof mappingRanges)[])
    if (taken.includes(field)) problems[field] = rangeProblem(field, settings[field]);
  if (source === "sqs") Object.assign(problems, queueProblems(settings, isFifo, problems));
  if (source === "sqs" || source === "kafka") {
    const pollers = pollersProblem(settings, source);
    if (pollers) problems.provisionedPollers = pollers;
  }
  if (taken.includes("onFailureArn") && !isDestination(settings.onFailureArn))
    problems.onFailureArn =
      "What is given up goes to a standard queue, a topic or a bucket: write its ARN.";
  const filters = filtersProblem(settings.filters);
  if (filters) problems.filters = filters;
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem));
}

function rangeProblem(field: keyof typeof mappingRanges, value: number | null): string | undefined {
  const { label, min, max, unit } = mappingRanges[field];
  const isLimitless =
    (field === "maximumConcurrency" && value === null) ||
    (field === "maximumRecordAgeSeconds" && value === -1);
  const fits = value !== null && Number.isInteger(value) && value >= min && value <= max;
  if (isLimitless || fits) return undefined;
  const range = `from ${grouped(min)} to ${grouped(max)}${unit && ` ${unit}`}`;
  if (field === "maximumRecordAgeSeconds")
    return `${label} must be a whole number ${range}, or -1 for any age.`;
  return `${label} must be a whole number ${range}.`;
}

function queueProblems(settings: MappingSettings, isFifo: boolean, found: Problems): Problems {
  const { batchSize, maximumBatchingWindowSeconds: windowSeconds } = settings;
  if (isFifo && batchSize > 10)
    return { batchSize: "A FIFO queue's batch has at most 10 messages." };
  if (isFifo && windowSeconds > 0)
    return { maximumBatchingWindowSeconds: "A FIFO queue takes no batching window." };
  if (!isFifo && batchSize > 10 && windowSeconds < 1 && !found.batchSize)
    return {
      maximumBatchingWindowSeconds:
        "A batch of more than 10 messages needs a window of at least 1 s.",
    };
  return {};
}

function pollersProblem(
  { provisionedPollers: pollers, maximumConcurrency }: MappingSettings,
  source: "sqs" | "kafka",
): string | undefined {
  if (pollers === null) return undefined;
  if (source === "sqs" && maximumConcurrency !== null)
    return "Provisioned pollers and a maximum concurrency exclude each other.";
  for (const side of ["minimum", "maximum"] as const) {
    const value = pollers[side];
    const [min, max] = pollerRanges[source][side];
    if (value !== null && !(Number.isInteger(value) && value >= min && value <= max))
      return `The ${side} of pollers must be a whole number from ${grouped(min)} to ${grouped(max)}.`;
  }
  if (pollers.minimum !== null && pollers.maximum !== null && pollers.minimum > pollers.maximum)
    return "The minimum of pollers is above their maximum.";
  return undefined;
}

function isDestination(arn: string): boolean {
  return (
    arn === "" ||
    /^arn:aws[a-z-]*:(sqs|sns):[a-z0-9-]+:\d{12}:[\w-]+$/.test(arn) ||
    /^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$/.test(arn) ||
    /^kafka:\/\/[\w.-]+$/.test(arn)
  );
}

function filtersProblem(filters: readonly string[]): string | undefined {
  if (filters.length > 10) return "A mapping takes at most 10 filters.";
  for (const [index, pattern] of filters.entries()) {
    const place = filters.length > 1 ? ` ${index + 1}` : "";
    if (pattern.length > 4_096) return `Filter${place} has more than 4,096 characters.`;
    try {
      parseFilter(pattern);
    } catch (error) {
      return `Filter${place}: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }
  return undefined;
}

function grouped(value: number): string {
  return value.toLocaleString("en-US").replace("-", "\u2212");
}
