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

/** A part of the account's triggers, as they come; the last one tells what is missing. */
export interface AccountTriggersPage {
  triggers: Trigger[];
  problems?: Problem[];
  /** Kinds of which there are too many to be all looked at. */
  partial?: string[];
}

/** Whether AWS is still at work on the mapping. */
export function isMappingSettling({ state }: Mapping): boolean {
  return /^(Creating|Enabling|Disabling|Updating|Deleting)$/.test(state);
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
