/** `Creating` and the other moving states end by the clock; see FunctionStore. */
export type MappingState =
  | "Creating"
  | "Enabling"
  | "Enabled"
  | "Disabling"
  | "Disabled"
  | "Updating"
  | "Deleting";

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
  functionResponseTypes: readonly "ReportBatchItemFailures"[];
  /** Filter patterns as JSON text; a record passes when any of them matches, or when there is none. */
  filters: readonly string[];
  /** Which counts of events go to CloudWatch; absent in mappings from before there were any. */
  metrics?: readonly "EventCount"[];
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
