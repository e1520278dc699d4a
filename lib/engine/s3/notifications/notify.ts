import { randomBytes, randomUUID } from "node:crypto";
import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import type { Targets } from "../../targets.ts";
import { bucketArn, type Bucket } from "../bucket.ts";
import { describeOwner } from "../owner.ts";
import { keyWriter } from "../page.ts";
import type { StoredObject } from "../stored-object.ts";
import { bridgeEvent } from "./bridge-event.ts";
import { covers, edges } from "./check-notifications.ts";

export interface NotifierDeps {
  targets: Pick<Targets, "invokeFunction" | "sendMessage" | "publish" | "putEvent">;
  clock: Clock;
  warn(message: string, error: unknown): void;
}

type Caller = Pick<CallContext, "requestId" | "accountId" | "accessKeyId" | "traceHeader">;

/**
 * Tells functions, queues, topics and EventBridge what happened to objects, as buckets' configurations ask. An event is in its
 * function's queue when `notify` returns, before the call that caused it is answered.
 */
export class ObjectNotifier {
  #lastSequencer = 0;

  constructor(private readonly deps: NotifierDeps) {}

  /** `eventName` without its `s3:`, as records have it. */
  notify(eventName: string, bucket: Bucket, object: StoredObject, caller: Caller): void {
    const {
      EventBridgeConfiguration: bridge,
      TopicConfigurations: topics = [],
      QueueConfigurations: queues = [],
      LambdaFunctionConfigurations: functions = [],
    } = bucket.notifications ?? {};
    // One number for all that is told about one event.
    const sequencer = /^Object(Created|Removed)/.test(eventName) ? this.#sequencer() : undefined;
    for (const rule of [...topics, ...queues, ...functions]) {
      const [prefix, suffix] = edges(rule);
      if (!rule.Events?.some((pattern) => covers(pattern, `s3:${eventName}`))) continue;
      if (!object.key.startsWith(prefix) || !object.key.endsWith(suffix)) continue;
      const place = { id: rule.Id ?? "", sequencer };
      const record = this.#record(eventName, bucket, object, caller, place);
      const body = JSON.stringify({ Records: [record] });
      this.#deliver(targetOf(rule), body, bucket, caller.traceHeader);
    }
    const { requestId, accountId } = caller;
    const event =
      bridge && bridgeEvent(eventName, bucket, object, { requestId, accountId, sequencer });
    const busArn = `arn:aws:events:${bucket.region}:${accountId}:event-bus/default`;
    if (event) this.#try(busArn, bucket, () => this.deps.targets.putEvent(busArn, event));
  }

  /** What S3 sends to the queues and topics of a new configuration. */
  sendTestEvents(
    {
      QueueConfigurations: queues = [],
      TopicConfigurations: topics = [],
    }: NotificationConfiguration,
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
    for (const rule of [...topics, ...queues]) this.#deliver(targetOf(rule), body, bucket);
  }

  /** The caller's trace goes on with the event: a loop through a bucket is found by it. */
  #deliver(
    targetArn: string | undefined,
    body: string,
    bucket: Bucket,
    traceHeader?: string,
  ): void {
    const { targets } = this.deps;
    if (!targetArn) return;
    const [, , service, region = ""] = targetArn.split(":");
    const attributes = traceHeader === undefined ? undefined : { AWSTraceHeader: traceHeader };
    this.#try(targetArn, bucket, () => {
      if (service === "sqs")
        return targets.sendMessage(targetArn, { body, ...(attributes && { attributes }) });
      if (service === "sns")
        return targets.publish(targetArn, {
          message: body,
          subject: "Amazon S3 Notification",
          traceHeader,
        });
      return targets.invokeFunction({
        region,
        functionName: targetArn,
        payload: Buffer.from(body),
        requestId: randomUUID(),
        traceHeader,
      });
    });
  }

  #try(targetArn: string, bucket: Bucket, bring: () => void): void {
    try {
      bring();
    } catch (error) {
      const told = `An event of the bucket ${bucket.name} could not be sent to ${targetArn}`;
      this.deps.warn(told, error);
    }
  }

  /** One record, in the version that S3 sends since 2019. */
  #record(
    eventName: string,
    bucket: Bucket,
    object: StoredObject,
    { requestId, accountId, accessKeyId }: Caller,
    { id: configurationId, sequencer }: { id: string; sequencer: string | undefined },
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
          ...(sequencer !== undefined && { sequencer }),
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

const targetOf = (rule: {
  TopicArn?: string | undefined;
  QueueArn?: string | undefined;
  LambdaFunctionArn?: string | undefined;
}): string | undefined => rule.TopicArn ?? rule.QueueArn ?? rule.LambdaFunctionArn;

const shortRequestId = (requestId: string): string =>
  requestId.replaceAll("-", "").slice(0, 16).toUpperCase();
