import { randomBytes, randomUUID } from "node:crypto";
import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import { bucketArn, type Bucket } from "../bucket.ts";
import { describeOwner } from "../owner.ts";
import { keyWriter } from "../page.ts";
import type { StoredObject } from "../stored-object.ts";
import { covers, edges } from "./check-notifications.ts";

export interface NotifierDeps {
  /** Puts an event into a function's asynchronous queue. */
  enqueue(request: {
    region: string;
    functionName: string;
    payload: Uint8Array;
    requestId: string;
    traceHeader?: string | undefined;
  }): void;
  send(queueArn: string, message: { body: string; attributes?: Record<string, string> }): unknown;
  clock: Clock;
  warn(message: string, error: unknown): void;
}

type Caller = Pick<CallContext, "requestId" | "accountId" | "accessKeyId" | "traceHeader">;

/**
 * Tells functions and queues what happened to objects, as buckets' configurations ask. An event is in its
 * function's queue when `notify` returns, before the call that caused it is answered.
 */
export class ObjectNotifier {
  #lastSequencer = 0;

  constructor(private readonly deps: NotifierDeps) {}

  /** `eventName` without its `s3:`, as records have it. */
  notify(eventName: string, bucket: Bucket, object: StoredObject, caller: Caller): void {
    const { QueueConfigurations: queues = [], LambdaFunctionConfigurations: functions = [] } =
      bucket.notifications ?? {};
    for (const rule of [...queues, ...functions]) {
      const [prefix, suffix] = edges(rule);
      if (!rule.Events?.some((pattern) => covers(pattern, `s3:${eventName}`))) continue;
      if (!object.key.startsWith(prefix) || !object.key.endsWith(suffix)) continue;
      const record = this.#record(eventName, bucket, object, caller, rule.Id ?? "");
      const body = JSON.stringify({ Records: [record] });
      const target = "QueueArn" in rule ? rule.QueueArn : rule.LambdaFunctionArn;
      this.#deliver(target, body, bucket, caller.traceHeader);
    }
  }

  /** What S3 sends to the queues of a new configuration. */
  sendTestEvents(
    { QueueConfigurations: queues = [] }: NotificationConfiguration,
    bucket: Bucket,
    { requestId }: Pick<CallContext, "requestId">,
  ): void {
    const body = JSON.stringify({
      Service: "Amazon S3",
      Event: "s3:TestEvent",
      Time: new Date(this.deps.clock.now()).toISOString(),
      Bucket: bucket.name,
      RequestId: shortRequestId(requestId),
      HostId: randomBytes(56).toString("base64"),
    });
    for (const { QueueArn: arn } of queues) this.#deliver(arn, body, bucket);
  }

  /** The caller's trace goes on with the event: a loop through a bucket is found by it. */
  #deliver(
    targetArn: string | undefined,
    body: string,
    bucket: Bucket,
    traceHeader?: string,
  ): void {
    const { enqueue, send, warn } = this.deps;
    if (!targetArn) return;
    try {
      const [, , service, region = ""] = targetArn.split(":");
      const attributes = traceHeader !== undefined && { AWSTraceHeader: traceHeader };
      if (service === "sqs") send(targetArn, { body, ...(attributes && { attributes }) });
      else
        enqueue({
          region,
          functionName: targetArn,
          payload: Buffer.from(body),
          requestId: randomUUID(),
          traceHeader,
        });
    } catch (error) {
      warn(`An event of the bucket ${bucket.name} could not be sent to ${targetArn}`, error);
    }
  }

  /** One record, in the version that S3 sends since 2019. */
  #record(
    eventName: string,
    bucket: Bucket,
    object: StoredObject,
    { requestId, accountId, accessKeyId }: Caller,
    configurationId: string,
  ): object {
    const created = eventName.startsWith("ObjectCreated");
    const removed = eventName.startsWith("ObjectRemoved");
    return {
      eventVersion: eventName.startsWith("ObjectTagging") ? "2.3" : "2.1",
      eventSource: "aws:s3",
      awsRegion: bucket.region,
      eventTime: new Date(this.deps.clock.now()).toISOString(),
      eventName,
      userIdentity: { principalId: `AWS:${accessKeyId}` },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: {
        "x-amz-request-id": shortRequestId(requestId),
        "x-amz-id-2": randomBytes(56).toString("base64"),
      },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId,
        bucket: {
          name: bucket.name,
          ownerIdentity: { principalId: describeOwner(accountId).ID.slice(0, 14).toUpperCase() },
          arn: bucketArn(bucket.name),
        },
        object: {
          key: keyWriter("url")(object.key),
          ...(created && { size: object.sizeBytes }),
          ...(!removed && { eTag: object.etag }),
          ...(bucket.versioning && object.versionId !== "null" && { versionId: object.versionId }),
          ...((created || removed) && { sequencer: this.#sequencer() }),
        },
      },
    };
  }

  /** Later events of a key have larger ones; 18 digits, as AWS's. */
  #sequencer(): string {
    this.#lastSequencer = Math.max(this.#lastSequencer + 1, this.deps.clock.now() * 256);
    return this.#lastSequencer.toString(16).toUpperCase().padStart(18, "0");
  }
}

const shortRequestId = (requestId: string): string =>
  requestId.replaceAll("-", "").slice(0, 16).toUpperCase();
