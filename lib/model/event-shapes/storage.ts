import * as z from "zod/mini";
import { asGzip } from "../gzip-text";
import {
  account,
  arn,
  bool,
  exactly,
  free,
  hex,
  int,
  list,
  message,
  obj,
  oneOf,
  only,
  opt,
  orNull,
  region,
  type Shape,
  type SourceShape,
  str,
  strings,
  time,
  url,
} from "./shape";

/** The frame of every event of a bus; `about` is what the source says. */
const busEvent = (about: Record<string, Shape>) =>
  obj({
    version: exactly("0"),
    id: str,
    account,
    time,
    region,
    resources: list(str),
    "replay-name": opt(str),
    ...about,
  });

const alarmState = obj({
  value: oneOf(["OK", "ALARM", "INSUFFICIENT_DATA"]),
  reason: opt(str),
  reasonData: opt(str),
  timestamp: time,
  actionsSuppressedBy: opt(str),
  actionsSuppressedReason: opt(str),
});

const logs = obj({
  messageType: oneOf(["DATA_MESSAGE", "CONTROL_MESSAGE"]),
  owner: account,
  logGroup: str,
  logStream: str,
  subscriptionFilters: list(str),
  policyLevel: opt(str),
  logEvents: list(obj({ id: str, timestamp: int, message: str, extractedFields: opt(strings) })),
});

const s3Record = (eventName: RegExp, object: Record<string, Shape>) =>
  obj({
    Records: list(
      obj({
        eventVersion: str.check(z.regex(/^2\.\d$/, { error: "a version, as in 2.1" })),
        eventSource: exactly("aws:s3"),
        awsRegion: region,
        eventTime: time,
        eventName: str.check(
          z.regex(eventName, { error: "an event of S3, as in ObjectCreated:Put" }),
        ),
        userIdentity: obj({ principalId: str }),
        requestParameters: obj({ sourceIPAddress: str }),
        responseElements: obj({ "x-amz-request-id": str, "x-amz-id-2": str }),
        s3: obj({
          s3SchemaVersion: exactly("1.0"),
          configurationId: str,
          bucket: obj({ name: str, ownerIdentity: obj({ principalId: str }), arn }),
          object: obj({
            key: str.check(z.regex(/^\S+$/, { error: "a key with its spaces as +" })),
            versionId: opt(str),
            sequencer: hex,
            ...object,
          }),
        }),
        glacierEventData: opt(free),
      }),
    ),
  });

const anyName =
  /^(ObjectCreated|ObjectRemoved|ObjectRestore|ObjectTagging|ObjectAcl|ReducedRedundancyLostObject|Replication|Lifecycle\w*|IntelligentTiering):\w+$/;

export const storageShapes: Record<string, SourceShape> = {
  eventbridge: {
    called: (carried) => busEvent({ "detail-type": str, source: str, detail: carried ?? free }),
  },
  "s3-eventbridge": only(
    busEvent({
      "detail-type": str.check(
        z.regex(/^Object /, { error: "an event of S3, as in Object Created" }),
      ),
      source: exactly("aws.s3"),
      detail: obj({
        version: exactly("0"),
        bucket: obj({ name: str }),
        object: obj({
          key: str,
          size: opt(int),
          etag: opt(str),
          "version-id": opt(str),
          sequencer: opt(hex),
        }),
        "request-id": str,
        requester: str,
        "source-ip-address": opt(str),
        reason: opt(str),
        "deletion-type": opt(str),
      }),
    }),
  ),
  "schedule-rule": only(
    busEvent({
      "detail-type": exactly("Scheduled Event"),
      source: exactly("aws.events"),
      detail: free,
    }),
  ),
  scheduler: only(
    busEvent({
      "detail-type": exactly("Scheduled Event"),
      source: exactly("aws.scheduler"),
      detail: str,
    }),
  ),
  "ec2-state": only(
    busEvent({
      "detail-type": exactly("EC2 Instance State-change Notification"),
      source: exactly("aws.ec2"),
      detail: obj({
        "instance-id": str,
        state: oneOf(["pending", "running", "stopping", "stopped", "shutting-down", "terminated"]),
      }),
    }),
  ),
  "codebuild-state": only(
    busEvent({
      "detail-type": exactly("CodeBuild Build State Change"),
      source: exactly("aws.codebuild"),
      detail: obj({
        "build-status": oneOf(["IN_PROGRESS", "SUCCEEDED", "FAILED", "STOPPED"]),
        "project-name": str,
        "build-id": arn,
        "current-phase": str,
        "current-phase-context": opt(str),
        version: str,
        "additional-information": opt(free),
      }),
    }),
  ),
  "s3-put": only(s3Record(anyName, { size: opt(int), eTag: opt(str) })),
  "s3-delete": only(s3Record(/^ObjectRemoved:\w+$|^\w+:\w+$/, { size: opt(int), eTag: opt(str) })),
  "s3-batch": only(
    obj({
      invocationSchemaVersion: exactly("1.0"),
      invocationId: str,
      job: obj({ id: str }),
      tasks: list(obj({ taskId: str, s3Key: str, s3VersionId: orNull(str), s3BucketArn: arn })),
    }),
  ),
  "s3-object-lambda": only(
    obj({
      xAmzRequestId: str,
      getObjectContext: obj({ inputS3Url: url, outputRoute: str, outputToken: str }),
      configuration: obj({ accessPointArn: arn, supportingAccessPointArn: arn, payload: str }),
      userRequest: obj({ url, headers: strings }),
      userIdentity: obj({
        type: str,
        principalId: str,
        arn,
        accountId: account,
        accessKeyId: str,
        sessionContext: opt(free),
      }),
      protocolVersion: str,
    }),
  ),
  "cloudwatch-alarm": {
    called: () =>
      obj({
        source: exactly("aws.cloudwatch"),
        alarmArn: arn,
        accountId: account,
        time,
        region,
        alarmData: obj({
          alarmName: str,
          state: alarmState,
          previousState: alarmState,
          configuration: obj({
            description: opt(str),
            alarmRule: opt(str),
            actionsSuppressor: opt(str),
            metrics: opt(
              list(
                obj({
                  id: str,
                  expression: opt(str),
                  label: opt(str),
                  metricStat: opt(
                    obj({
                      metric: obj({ namespace: str, name: str, dimensions: strings }),
                      period: int,
                      stat: str,
                      unit: opt(str),
                    }),
                  ),
                  returnData: opt(bool),
                }),
              ),
            ),
          }),
        }),
      }),
    passedOn: () =>
      obj({
        AlarmName: str,
        AlarmDescription: orNull(str),
        AWSAccountId: account,
        AlarmConfigurationUpdatedTimestamp: opt(str),
        NewStateValue: oneOf(["OK", "ALARM", "INSUFFICIENT_DATA"]),
        NewStateReason: str,
        StateChangeTime: time,
        Region: str,
        AlarmArn: arn,
        OldStateValue: oneOf(["OK", "ALARM", "INSUFFICIENT_DATA"]),
        OKActions: list(arn),
        AlarmActions: list(arn),
        InsufficientDataActions: list(arn),
        Trigger: free,
      }),
  },
  "cloudwatch-logs": {
    called: () => obj({ awslogs: obj({ data: message(asGzip, logs) }) }),
    passedOn: () => logs,
    isCompressed: true,
  },
  "step-functions": only(obj({ Error: str, Cause: str })),
};
