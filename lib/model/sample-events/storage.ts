import { sourceArn, type EventTarget, type SampleEvent } from "./sample-event";

const group = "Storage and schedule";

/** Gzip and base64 of one DATA_MESSAGE with two events, as CloudWatch Logs delivers it. */
const logsData =
  "H4sIAAAAAAACA3WPUWuDMBSF/4qEPQomqZpa2IMwWwpbB1PYg0iJSezCjJEkVkrpf1/s2EMfdp9yT879zr1XoIS19CSqyyjABrzkVX58K8oy3xUgBHoehPEywqs4Sck6gwh7udenndHT6H8iOtuop6rlNGJfgn3ryf06SmcEVd6CIU4jhCKMovrpNa+KsmqSDrGME44Y7GKaiqzFbMVjkXQpJGhNPcJOrWVGjk7qYSt7J4wFmxpow5dXc88ozmJwi3wFkvsosfR7jvy4k/4yR5VfEpEswSnBcKnw72Jvr/eH7XsT3JGBPiZJBjEiAdNDJ40SHNzCRzD+D4zwI/gz/zg0wUgvys8Fo9FnuWTYXs+Bss8xxODW3H4AtNl/8n4BAAA=";

function s3Record(target: EventTarget, eventName: string, object: object): unknown {
  const own = target.sourceArn?.split(":")[2] === "s3" ? target.sourceArn : undefined;
  const bucket = own?.split(":::")[1] ?? "acme-uploads";
  return {
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
        arn: `arn:aws:s3:::${bucket}`,
      },
      object,
    },
  };
}

export const storageEvents: SampleEvent[] = [
  {
    id: "s3-put",
    label: "S3 put",
    group,
    service: "s3",
    event: (target) => ({
      Records: [
        s3Record(target, "ObjectCreated:Put", {
          key: "images/summer+2026.jpg",
          size: 184_320,
          eTag: "0123456789abcdef0123456789abcdef",
          sequencer: "0A1B2C3D4E5F678901",
        }),
      ],
    }),
  },
  {
    id: "s3-delete",
    label: "S3 delete",
    group,
    service: "s3",
    event: (target) => ({
      Records: [
        s3Record(target, "ObjectRemoved:Delete", {
          key: "images/summer+2026.jpg",
          sequencer: "0A1B2C3D4E5F678902",
        }),
      ],
    }),
  },
  {
    id: "s3-batch",
    label: "S3 batch",
    group,
    event: () => ({
      invocationSchemaVersion: "1.0",
      invocationId: "${uuid}",
      job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce" },
      tasks: [
        {
          taskId: "dGFza2lkZ29lc2hlcmUK",
          s3Key: "images/summer+2026.jpg",
          s3VersionId: "1",
          s3BucketArn: "arn:aws:s3:::acme-uploads",
        },
      ],
    }),
  },
  {
    id: "schedule-rule",
    label: "EventBridge schedule rule",
    group,
    service: "events",
    event: (target) => ({
      version: "0",
      id: "${uuid}",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: target.accountId,
      time: "${nowIso}",
      region: target.region,
      resources: [sourceArn(target, "events", "rule/every-10-minutes")],
      detail: {},
    }),
  },
  {
    id: "scheduler",
    label: "EventBridge Scheduler",
    group,
    service: "scheduler",
    event: (target) => ({
      version: "0",
      id: "${uuid}",
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account: target.accountId,
      time: "${nowIso}",
      region: target.region,
      resources: [sourceArn(target, "scheduler", "schedule/default/every-10-minutes")],
      detail: "{}",
    }),
  },
  {
    id: "cloudwatch-alarm",
    label: "CloudWatch alarm",
    group,
    service: "cloudwatch",
    event: (target) => ({
      source: "aws.cloudwatch",
      alarmArn: sourceArn(target, "cloudwatch", "alarm:checkout-errors"),
      accountId: target.accountId,
      time: "${nowIso}",
      region: target.region,
      alarmData: {
        alarmName: "checkout-errors",
        state: {
          value: "ALARM",
          reason: "Threshold Crossed: 1 datapoint [12.0] was greater than the threshold (10.0).",
          timestamp: "${nowIso}",
        },
        previousState: { value: "OK", timestamp: "${nowIso}" },
        configuration: {
          metrics: [
            {
              id: "errors",
              metricStat: {
                metric: {
                  namespace: "AWS/Lambda",
                  name: "Errors",
                  dimensions: { FunctionName: target.functionName },
                },
                period: 60,
                stat: "Sum",
              },
              returnData: true,
            },
          ],
        },
      },
    }),
  },
  {
    id: "cloudwatch-logs",
    label: "CloudWatch Logs subscription",
    group,
    service: "logs",
    event: () => ({ awslogs: { data: logsData } }),
  },
  {
    id: "step-functions",
    label: "Step Functions failure",
    group,
    service: "states",
    event: () => ({
      Error: "OrderNotPaid",
      Cause: JSON.stringify({ orderId: "o_5590217" }),
    }),
  },
];
