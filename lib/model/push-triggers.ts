import type { Called } from "./permission";

/** One Lambda configuration of a bucket's notifications. */
export interface BucketNotification extends Called {
  kind: "bucket";
  bucket: string;
  /** Its id in the bucket's configuration. */
  id: string;
  events: string[];
  prefix?: string;
  suffix?: string;
}

export interface TopicSubscription extends Called {
  kind: "topic";
  topicArn: string;
  subscriptionArn: string;
  /** JSON text. */
  filterPolicy?: string;
  /** MessageAttributes (AWS's default) or MessageBody. */
  filterPolicyScope?: string;
  deadLetterQueueArn?: string;
}

/** A function as a target of an EventBridge rule. */
export interface RuleTarget extends Called {
  kind: "rule";
  ruleArn: string;
  name: string;
  busName: string;
  /** ENABLED, DISABLED or ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. */
  state: string;
  description?: string;
  /** A rule has a pattern, an expression, or both. */
  eventPattern?: string;
  scheduleExpression?: string;
  /** The AWS service that made it; such a rule is not changed here. */
  managedBy?: string;
  targetId: string;
  input?: string;
  inputPath?: string;
  inputTransformer?: { template: string; paths: Record<string, string> };
  deadLetterQueueArn?: string;
  maximumRetryAttempts?: number;
  maximumEventAgeSeconds?: number;
}

/** A schedule of EventBridge Scheduler; it calls by its role. */
export interface Schedule extends Called {
  kind: "schedule";
  scheduleArn: string;
  name: string;
  groupName: string;
  state: string;
  expression: string;
  timeZone?: string;
  startDate?: string;
  endDate?: string;
  /** Absent: at the time itself. */
  flexibleWindowMinutes?: number;
  description?: string;
  input?: string;
  roleArn?: string;
  deadLetterQueueArn?: string;
  maximumRetryAttempts?: number;
  maximumEventAgeSeconds?: number;
  /** DELETE: it removes itself when it is over. */
  afterCompletion?: string;
}

/** An address of the function, or of one of its aliases, that answers over HTTP. */
export interface FunctionUrl extends Called {
  kind: "url";
  url: string;
  /** AWS_IAM: callers sign their requests. */
  authType: "NONE" | "AWS_IAM";
  /** The policy opens the URL, but has no statement for the function behind it. */
  lacksInvoke?: true;
  streams: boolean;
  /** Web origins whose pages may call it; absent: no settings of its own. */
  allowedOrigins?: string[];
  /** The rest of its settings for pages of other origins. */
  cors?: {
    allowCredentials?: boolean;
    allowHeaders?: string[];
    allowMethods?: string[];
    exposeHeaders?: string[];
    maxAgeSeconds?: number;
  };
}

/** A route of an API Gateway API whose integration calls the function. */
export interface ApiRoute extends Called {
  kind: "api";
  protocol: "HTTP" | "WEBSOCKET" | "REST";
  apiId: string;
  apiName: string;
  /** `GET /orders`, `ANY /`, `$default`, `$connect`. */
  route: string;
  routeId: string;
  integrationId?: string;
  stages: string[];
  /** Without a stage or path; absent where the service does not tell it. */
  endpoint?: string;
  /** `1.0` or `2.0`, of an HTTP API. */
  payloadFormatVersion?: string;
  timeoutMs?: number;
  authorization?: string;
  /** By which it calls instead of a permission. */
  roleArn?: string;
}

/** A subscription filter of a log group. */
export interface LogSubscription extends Called {
  kind: "log-group";
  logGroup: string;
  filterName: string;
  filterPattern: string;
}
