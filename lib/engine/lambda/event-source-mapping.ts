/** `Creating` and the other moving states end by the clock; see FunctionStore. */
/** Parameters of Kafka, MQ and DocumentDB: neither queues nor streams take them. */
export const brokerParameters = [
  "Topics",
  "Queues",
  "SourceAccessConfigurations",
  "SelfManagedEventSource",
  "AmazonManagedKafkaEventSourceConfig",
  "SelfManagedKafkaEventSourceConfig",
  "DocumentDBEventSourceConfig",
] as const;

export type MappingState =
  | "Creating"
  | "Enabling"
  | "Enabled"
  | "Disabling"
  | "Disabled"
  | "Updating"
  | "Deleting";

/** What a mapping of a stream has beside what one of a queue has. */
export interface StreamSettings {
  startingPosition: "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP";
  /** With AT_TIMESTAMP. */
  startingTimestampMs?: number;
  /** So many batches of a shard at once; records of one key keep their order. */
  parallelizationFactor: number;
  /** -1: without end. */
  maximumRetryAttempts: number;
  /** -1: as long as the stream keeps them. */
  maximumRecordAgeSeconds: number;
  bisectBatchOnFunctionError: boolean;
  onFailureArn?: string;
  /** So long is state carried from one batch to the next; absent: not at all. */
  tumblingWindowSeconds?: number;
}

/** An event source mapping as pollers and operations see it. */
export interface EventSourceMapping {
  uuid: string;
  region: string;
  /** As the mapping was created: may end in an alias or a version. */
  functionArn: string;
  eventSourceArn: string;
  batchSize: number;
  maximumBatchingWindowSeconds: number;
  /** At most this many batches at work at once; absent means no limit of its own. */
  maximumConcurrency?: number;
  /** Pollers of a queue that are kept ready, ten calls each. */
  provisionedPollers?: { minimum: number; maximum: number };
  functionResponseTypes: readonly "ReportBatchItemFailures"[];
  /** Filter patterns as JSON text; a record passes when any of them matches, or when there is none. */
  filters: readonly string[];
  /** Which counts of events go to CloudWatch; absent in mappings from before there were any. */
  metrics?: readonly "EventCount"[];
  /** Of mappings of streams. */
  stream?: StreamSettings;
  state: MappingState;
  stateReason: string;
  lastModifiedMs: number;
  /** AWS leaves it out for queues until the first batch. */
  lastProcessingResult?: string;
  tags: Readonly<Record<string, string>>;
}

/** The state a moving state ends in; undefined for Deleting, which ends in nothing. */
export const settledState: Record<MappingState, MappingState | undefined> = {
  Creating: "Enabled",
  Enabling: "Enabled",
  Enabled: "Enabled",
  Disabling: "Disabled",
  Disabled: "Disabled",
  Updating: "Enabled",
  Deleting: undefined,
};
