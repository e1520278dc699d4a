import { parseFilter } from "@/lib/model/filter-pattern";
import { rangeError } from "@/lib/model/function-limits";
import type { Mention } from "@/lib/model/mentioned-sources";
import type { Called, Permission } from "@/lib/model/permission";
import type { Problem } from "@/lib/model/problem";
import type {
  ApiRoute,
  BucketNotification,
  FunctionUrl,
  LogSubscription,
  RuleTarget,
  Schedule,
  TopicSubscription,
} from "@/lib/model/push-triggers";

/** What calls a function by itself, one entry a setting at the source. */
export type Trigger =
  | Mapping
  | BucketNotification
  | TopicSubscription
  | RuleTarget
  | Schedule
  | FunctionUrl
  | ApiRoute
  | LogSubscription
  | Caller;

export type TriggerKind = Trigger["kind"];

/** An event source mapping as pages show it. */
export interface Mapping extends Called {
  kind: "mapping";
  uuid: string;
  /** Of a cluster without an ARN its first address. */
  eventSourceArn: string;
  state: string;
  stateReason?: string;
  lastResult?: string;
  lastModified?: string;
  batchSize?: number;
  maximumBatchingWindowSeconds?: number;
  maximumConcurrency?: number;
  reportsBatchItemFailures: boolean;
  /** Filter patterns as JSON text. */
  filters: string[];
  /** What CloudWatch is told of its events (`EventCount`); absent: nothing. */
  metrics?: string[];
  /** Where batches go that are given up. */
  onFailureArn?: string;
  kmsKeyArn?: string;
  provisionedPollers?: { minimum?: number; maximum?: number; groupName?: string };
  /** TRIM_HORIZON, LATEST or AT_TIMESTAMP. */
  startingPosition?: string;
  startingPositionAt?: string;
  parallelizationFactor?: number;
  /** -1: until the record expires. */
  maximumRetryAttempts?: number;
  /** -1: however old. */
  maximumRecordAgeSeconds?: number;
  bisectsBatchOnError?: boolean;
  tumblingWindowSeconds?: number;
  /** Of a Kafka cluster. */
  topics?: string[];
  consumerGroupId?: string;
  bootstrapServers?: string[];
  /** Of a broker of Amazon MQ. */
  queues?: string[];
  /** How the poller gets in: BASIC_AUTH, VPC_SUBNET and so on, each with its secret's ARN or its id. */
  accessConfigurations?: { type: string; uri: string }[];
  schemaRegistry?: { uri: string; recordFormat?: string; validates: string[] };
  documentDb?: { database?: string; collection?: string; fullDocument?: string };
  /** Absent when the source is no queue or could not be read. */
  queue?: QueueState;
}

export interface QueueState {
  /** Messages; absent where the endpoint does not count them. */
  visible?: number;
  inFlight?: number;
  delayed?: number;
  visibilityTimeoutSeconds: number;
  retentionSeconds?: number;
  deadLetterQueueArn?: string;
  maxReceiveCount?: number;
  /** The dead-letter queue itself, where it could be read. */
  deadLetterQueue?: { visible?: number; retentionSeconds?: number };
  /** ARNs of the topics, buckets and rules that its policy lets write into it; absent without a policy. */
  senderArns?: string[];
}

/** A statement of the policy that no trigger above explains. */
export interface Caller extends Called {
  kind: "caller";
  permission: Permission;
  /** "nothing": its source was looked at and does not call the function. "not-looked": nobody could look. */
  found: "nothing" | "not-looked";
}

/** Where what a function answers, or what it gives up, is sent. */
export interface Destination {
  /**
   * `success`, `failure`: of asynchronous calls. `dead-letter`: the function's own dead-letter queue. `batch-failure`:
   * what a mapping gives up. `redrive`: the dead-letter queue of a queue. `delivery-failure`: what a rule, schedule
   * or subscription could not deliver.
   */
  on: "success" | "failure" | "dead-letter" | "batch-failure" | "redrive" | "delivery-failure";
  arn: string;
  /** Of the function's own settings: the version or alias they belong to. */
  qualifier?: string;
  /** The keys of the triggers that send there; empty: the function's own settings do. */
  from: string[];
  /** Messages waiting there, where it is a queue that could be read. */
  visible?: number;
}

export interface Triggers {
  triggers: Trigger[];
  destinations: Destination[];
  /** All statements of the policies that were read. */
  permissions: Permission[];
  /** Environment variables that name a trigger's source. */
  mentions: Mention[];
  problems: Problem[];
  /** Aliases whose own triggers were not looked at, because there are too many. */
  unreadAliases: string[];
}

/** The settings of a queue mapping that a user edits. */
export interface MappingSettings {
  batchSize: number;
  maximumBatchingWindowSeconds: number;
  /** null: as much as Lambda's scaling gives. */
  maximumConcurrency: number | null;
  reportsBatchItemFailures: boolean;
  filters: string[];
  enabled: boolean;
}

/** A mapping's settings as they are edited. */
export function settingsOf(mapping: Mapping): MappingSettings {
  return {
    batchSize: mapping.batchSize ?? 10,
    maximumBatchingWindowSeconds: mapping.maximumBatchingWindowSeconds ?? 0,
    maximumConcurrency: mapping.maximumConcurrency ?? null,
    reportsBatchItemFailures: mapping.reportsBatchItemFailures,
    filters: mapping.filters,
    enabled: /^(Enabl|Creat|Updat)/.test(mapping.state),
  };
}

/** Whether AWS is still at work on the mapping. */
export function isMappingSettling({ state }: Mapping): boolean {
  return /^(Creating|Enabling|Disabling|Updating|Deleting)$/.test(state);
}

export type MappingField = keyof MappingSettings | "queueArn";

/** What is wrong with the settings of a queue mapping, by field. Source: CreateEventSourceMapping. */
export function mappingProblems(
  settings: MappingSettings,
  queueArn: string,
): Partial<Record<MappingField, string>> {
  const problems: Partial<Record<MappingField, string>> = {};
  if (!/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/.test(queueArn))
    problems.queueArn = `This is not the ARN of a queue: ${queueArn || "(empty)"}`;
  const isFifo = queueArn.endsWith(".fifo");
  for (const field of rangedFields) {
    const value = settings[field];
    const error = value === null ? undefined : rangeError(field, value);
    if (error) problems[field] = error;
  }
  if (isFifo && settings.batchSize > 10)
    problems.batchSize = "A FIFO queue's batch has at most 10 messages.";
  if (isFifo && settings.maximumBatchingWindowSeconds > 0)
    problems.maximumBatchingWindowSeconds = "A FIFO queue takes no batching window.";
  if (!isFifo && settings.batchSize > 10 && settings.maximumBatchingWindowSeconds < 1)
    problems.maximumBatchingWindowSeconds =
      "A batch of more than 10 messages needs a window of at least 1 s.";
  const filters = filtersProblem(settings.filters);
  if (filters) problems.filters = filters;
  return problems;
}

const rangedFields = ["batchSize", "maximumBatchingWindowSeconds", "maximumConcurrency"] as const;

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

/** What kind of source an ARN names, in a word or two. */
export function sourceKind(arn: string): string {
  const service = arn.split(":")[2] ?? "";
  return sourceKinds[service] ?? (service || "Source");
}

const sourceKinds: Record<string, string> = {
  sqs: "SQS",
  kinesis: "Kinesis",
  dynamodb: "DynamoDB stream",
  kafka: "MSK",
  mq: "Amazon MQ",
  sns: "SNS",
  s3: "S3",
  events: "EventBridge rule",
  "execute-api": "API Gateway",
  elasticloadbalancing: "Load balancer",
  "cognito-idp": "Cognito",
  logs: "CloudWatch Logs",
  iot: "IoT",
  lambda: "Lambda",
};

/** The last part of an ARN, which people know the thing by. */
export function sourceName(arn: string): string {
  const parts = arn.split(":");
  if (parts.length < 6) return arn;
  const rest = parts.slice(5).join(":");
  return parts[2] === "execute-api" || parts[2] === "dynamodb"
    ? rest
    : rest.replace(/^(rule|topic|stream)\//, "");
}
