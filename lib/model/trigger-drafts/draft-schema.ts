import * as z from "zod";
import type { TriggerDraft } from "./trigger-draft";

/** Drafts as they come in a request. Whether their values are right, `draftProblems` says. */

const qualifier = z.string().min(1).optional();

const settings = {
  batchSize: z.number(),
  maximumBatchingWindowSeconds: z.number(),
  maximumConcurrency: z.number().nullable(),
  provisionedPollers: z
    .strictObject({ minimum: z.number().nullable(), maximum: z.number().nullable() })
    .nullable(),
  reportsBatchItemFailures: z.boolean(),
  parallelizationFactor: z.number(),
  maximumRetryAttempts: z.number(),
  maximumRecordAgeSeconds: z.number(),
  bisectsBatchOnError: z.boolean(),
  tumblingWindowSeconds: z.number(),
  onFailureArn: z.string(),
  accessConfigurations: z.array(z.strictObject({ type: z.string(), uri: z.string() })),
  countsEvents: z.boolean(),
  filters: z.array(z.string()),
  enabled: z.boolean(),
};

const retries = {
  maximumRetryAttempts: z.number().nullable(),
  maximumEventAgeSeconds: z.number().nullable(),
};

/** What a mapping may be changed to: only what is named is sent. */
export const mappingEditSchema = z
  .strictObject({ ...settings, qualifier: z.string().nullable() })
  .partial();

/** A mapping may leave out what shall be as AWS has it. */
const mapping = z
  .strictObject(settings)
  .partial()
  .extend({
    kind: z.literal("mapping"),
    eventSourceArn: z.string(),
    startingPosition: z.enum(["LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"]).optional(),
    startingPositionAt: z.string().optional(),
    qualifier,
  });

const bucket = z.strictObject({
  kind: z.literal("bucket"),
  bucket: z.string(),
  isNew: z.boolean(),
  events: z.array(z.string()),
  prefix: z.string(),
  suffix: z.string(),
  qualifier,
});

const topic = z.strictObject({
  kind: z.literal("topic"),
  topicArn: z.string(),
  isNew: z.boolean(),
  filterPolicy: z.string(),
  filterPolicyScope: z.enum(["MessageAttributes", "MessageBody"]),
  deadLetterQueueArn: z.string(),
  qualifier,
});

const rule = z.strictObject({
  kind: z.literal("rule"),
  name: z.string(),
  busName: z.string(),
  isNew: z.boolean(),
  description: z.string(),
  eventPattern: z.string(),
  scheduleExpression: z.string(),
  enabled: z.boolean(),
  input: z.discriminatedUnion("as", [
    z.strictObject({ as: z.literal("event") }),
    z.strictObject({ as: z.literal("constant"), input: z.string() }),
    z.strictObject({ as: z.literal("path"), path: z.string() }),
    z.strictObject({
      as: z.literal("template"),
      paths: z.array(z.strictObject({ name: z.string(), path: z.string() })),
      template: z.string(),
    }),
  ]),
  deadLetterQueueArn: z.string(),
  qualifier,
  ...retries,
});

const schedule = z.strictObject({
  kind: z.literal("schedule"),
  name: z.string(),
  groupName: z.string(),
  expression: z.string(),
  timeZone: z.string(),
  startDate: z.string(),
  endDate: z.string(),
  flexibleWindowMinutes: z.number().nullable(),
  description: z.string(),
  input: z.string(),
  roleArn: z.string(),
  deadLetterQueueArn: z.string(),
  enabled: z.boolean(),
  deletesItself: z.boolean(),
  qualifier,
  ...retries,
});

const url = z.strictObject({
  kind: z.literal("url"),
  authType: z.enum(["NONE", "AWS_IAM"]),
  streams: z.boolean(),
  cors: z
    .strictObject({
      allowOrigins: z.array(z.string()),
      allowMethods: z.array(z.string()),
      allowHeaders: z.array(z.string()),
      exposeHeaders: z.array(z.string()),
      allowCredentials: z.boolean(),
      maxAgeSeconds: z.number(),
    })
    .nullable(),
  qualifier,
});

const api = z.strictObject({
  kind: z.literal("api"),
  protocol: z.enum(["HTTP", "REST", "WEBSOCKET"]),
  apiId: z.string(),
  apiName: z.string(),
  method: z.string(),
  path: z.string(),
  stage: z.string(),
  payloadFormatVersion: z.enum(["1.0", "2.0"]),
  qualifier,
});

/** A trigger that is pushed: its draft is whole. */
export const pushDraftSchema = z.discriminatedUnion("kind", [
  bucket,
  topic,
  rule,
  schedule,
  url,
  api,
]);

export const newTriggerSchema = z.discriminatedUnion("kind", [
  mapping,
  bucket,
  topic,
  rule,
  schedule,
  url,
  api,
]);

export type PushDraft = Exclude<TriggerDraft, { kind: "mapping" }>;
export type NewMapping = z.infer<typeof mapping>;
export type MappingEdit = z.infer<typeof mappingEditSchema>;
