import { asUrl, place, type Steps } from "../json-place";
import {
  choice,
  echoed,
  type EventTarget,
  iamArn,
  json,
  line,
  nameInArn,
  number,
  partitionOf,
  type SampleEvent,
  sourceArn,
  text,
} from "./sample-event";

const group = "Storage and schedule";

function bucketOf(target: EventTarget): string {
  return sourceArn(target, "s3", "").split(":::")[1] ?? "acme-uploads";
}

function s3Event(target: EventTarget, eventName: string, object: object): object {
  const bucket = bucketOf(target);
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: target.region,
        eventTime: "${nowIso}",
        eventName,
        userIdentity: { principalId: "AWS:AIDAIENQZJOLO23YVJ4VO" },
        requestParameters: { sourceIPAddress: "203.0.113.24" },
        responseElements: { "x-amz-request-id": "EXAMPLE123456789", "x-amz-id-2": "EXAMPLE" },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "uploads",
          bucket: {
            name: bucket,
            ownerIdentity: { principalId: "A3NL1KOZZKExample" },
            arn: `arn:${partitionOf(target)}:s3:::${bucket}`,
          },
          object,
        },
      },
    ],
  };
}

const s3At = ["Records", 0, "s3"] as const;
const s3Names = [
  "ObjectCreated:Put",
  "ObjectCreated:Post",
  "ObjectCreated:Copy",
  "ObjectCreated:CompleteMultipartUpload",
  "ObjectRemoved:Delete",
  "ObjectRemoved:DeleteMarkerCreated",
  "ObjectRestore:Completed",
  "ObjectTagging:Put",
];

/** A bucket's name, which its ARN repeats. */
const bucketField = () =>
  echoed(line("Bucket", ...s3At, "bucket", "name"), nameInArn("", ...s3At, "bucket", "arn").at);

const keyField = (...steps: Steps) => ({
  label: "Key",
  kind: "line" as const,
  at: place(...steps, asUrl),
});

const s3Fields = () => [
  bucketField(),
  keyField(...s3At, "object", "key"),
  choice("Event", s3Names, "Records", 0, "eventName"),
];

/** The frame of every event of a bus. */
export function busEvent(target: EventTarget, about: object): object {
  return {
    version: "0",
    id: "${uuid}",
    ...about,
    account: target.accountId,
    time: "${nowIso}",
    region: target.region,
  };
}

export const storageEvents: SampleEvent[] = [
  {
    id: "s3-put",
    label: "S3 put",
    group,
    service: "s3",
    event: (target) =>
      s3Event(target, "ObjectCreated:Put", {
        key: "images/summer+2026.jpg",
        size: 184_320,
        eTag: "0123456789abcdef0123456789abcdef",
        sequencer: "0A1B2C3D4E5F678901",
      }),
    fields: () => [...s3Fields(), number("Size in bytes", ...s3At, "object", "size")],
  },
  {
    id: "s3-delete",
    label: "S3 delete",
    group,
    service: "s3",
    event: (target) =>
      s3Event(target, "ObjectRemoved:Delete", {
        key: "images/summer+2026.jpg",
        sequencer: "0A1B2C3D4E5F678902",
      }),
    fields: s3Fields,
  },
  {
    id: "s3-eventbridge",
    label: "S3 through EventBridge",
    group,
    service: "events",
    event: (target) => ({
      ...busEvent(target, { "detail-type": "Object Created", source: "aws.s3" }),
      resources: [`arn:${partitionOf(target)}:s3:::${bucketOf(target)}`],
      detail: {
        version: "0",
        bucket: { name: bucketOf(target) },
        object: {
          key: "images/summer 2026.jpg",
          size: 184_320,
          etag: "0123456789abcdef0123456789abcdef",
          sequencer: "0A1B2C3D4E5F678901",
        },
        "request-id": "EXAMPLE123456789",
        requester: target.accountId,
        "source-ip-address": "203.0.113.24",
        reason: "PutObject",
      },
    }),
    fields: () => [
      echoed(line("Bucket", "detail", "bucket", "name"), nameInArn("", "resources", 0).at),
      // Unlike in notifications of the bucket itself, the key is not encoded.
      line("Key", "detail", "object", "key"),
      number("Size in bytes", "detail", "object", "size"),
      choice(
        "Detail type",
        ["Object Created", "Object Deleted", "Object Tags Added"],
        "detail-type",
      ),
    ],
  },
  {
    id: "s3-batch",
    label: "S3 batch",
    group,
    service: "batchoperations",
    event: (target) => ({
      invocationSchemaVersion: "1.0",
      invocationId: "${uuid}",
      job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce" },
      tasks: [
        {
          taskId: "dGFza2lkZ29lc2hlcmUK",
          s3Key: "images/summer+2026.jpg",
          s3VersionId: "1",
          s3BucketArn: `arn:${partitionOf(target)}:s3:::${bucketOf(target)}`,
        },
      ],
    }),
    fields: () => [
      nameInArn("Bucket", "tasks", 0, "s3BucketArn"),
      keyField("tasks", 0, "s3Key"),
      line("Task id", "tasks", 0, "taskId"),
      line("Job id", "job", "id"),
    ],
  },
  {
    id: "s3-object-lambda",
    label: "S3 Object Lambda",
    group,
    service: "s3-object-lambda",
    event: (target) => ({
      xAmzRequestId: "${uuid}",
      getObjectContext: {
        inputS3Url: "https://acme-uploads.s3.example.com/images/summer.jpg?X-Amz-Signature=EXAMPLE",
        outputRoute: "io-use1-001",
        outputToken: "EXAMPLE",
      },
      configuration: {
        accessPointArn: sourceArn(target, "s3-object-lambda", "accesspoint/thumbnails"),
        supportingAccessPointArn: `arn:${partitionOf(target)}:s3:${target.region}:${target.accountId}:accesspoint/uploads`,
        payload: '{"width":320}',
      },
      userRequest: {
        url: "https://thumbnails.s3-object-lambda.example.com/images/summer.jpg",
        headers: { Host: "thumbnails.s3-object-lambda.example.com", "Accept-Encoding": "identity" },
      },
      userIdentity: {
        type: "IAMUser",
        principalId: "AIDAIENQZJOLO23YVJ4VO",
        arn: iamArn(target, "user/mira"),
        accountId: target.accountId,
        accessKeyId: "EXAMPLE",
      },
      protocolVersion: "1.00",
    }),
    fields: () => [
      line("URL of the object", "getObjectContext", "inputS3Url"),
      line("URL asked for", "userRequest", "url"),
      text("Payload", "configuration", "payload"),
      json("Headers", "userRequest", "headers"),
    ],
  },
];
