import {
  choice,
  json,
  line,
  nameInArn,
  number,
  partitionOf,
  type SampleEvent,
  sourceArn,
} from "./sample-event";

const group = "Operations";

export const jobEvents: SampleEvent[] = [
  {
    id: "secrets-rotation",
    label: "Secrets Manager rotation",
    group,
    service: "secretsmanager",
    event: (target) => ({
      Step: "createSecret",
      SecretId: sourceArn(target, "secretsmanager", "secret:shop/database-a1b2c3"),
      ClientRequestToken: "${uuid}",
      RotationToken: "${uuid}",
    }),
    fields: () => [
      choice("Step", ["createSecret", "setSecret", "testSecret", "finishSecret"], "Step"),
      line("Secret", "SecretId"),
      line("Client request token", "ClientRequestToken"),
    ],
  },
  {
    id: "iot-rule",
    label: "IoT rule",
    group,
    service: "iot",
    event: () => ({
      deviceId: "sensor-17",
      temperatureCelsius: 21.4,
      batteryPercent: 87,
      timestamp: "${nowMs}",
    }),
    fields: () => [
      line("Device", "deviceId"),
      number("Temperature", "temperatureCelsius"),
      number("Battery", "batteryPercent"),
    ],
  },
  {
    id: "iot-button",
    label: "IoT button",
    group,
    service: "iot",
    event: () => ({
      serialNumber: "G030JF055364XVRB",
      clickType: "SINGLE",
      batteryVoltage: "2000 mV",
    }),
    fields: () => [
      choice("Click", ["SINGLE", "DOUBLE", "LONG"], "clickType"),
      line("Serial number", "serialNumber"),
      line("Battery", "batteryVoltage"),
    ],
  },
  {
    id: "batch-job",
    label: "Batch job",
    group,
    service: "batch",
    event: () => ({ jobName: "reindex", jobQueue: "default", jobDefinition: "reindex:3" }),
    fields: () => [
      line("Job", "jobName"),
      line("Queue", "jobQueue"),
      line("Definition", "jobDefinition"),
    ],
  },
  {
    id: "ground-truth",
    label: "SageMaker Ground Truth",
    group,
    service: "sagemaker",
    event: (target) => ({
      version: "2018-10-16",
      labelingJobArn: sourceArn(target, "sagemaker", "labeling-job/animals"),
      dataObject: { "source-ref": "s3://acme-labels/cat.jpg" },
    }),
    fields: () => [
      nameInArn("Labeling job", "labelingJobArn"),
      line("Object", "dataObject", "source-ref"),
    ],
  },
  {
    id: "lambda-destination",
    label: "Lambda destination",
    group,
    event: (target) => ({
      version: "1.0",
      timestamp: "${nowIso}",
      requestContext: {
        requestId: "${uuid}",
        functionArn: `arn:${partitionOf(target)}:lambda:${target.region}:${target.accountId}:function:charge-card:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { orderId: "o_5590217" },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "CardDeclined", errorMessage: "The card was declined" },
    }),
    fields: () => [
      choice(
        "Condition",
        ["Success", "RetriesExhausted", "EventAgeExceeded"],
        "requestContext",
        "condition",
      ),
      json("Event", "requestPayload"),
      json("Response", "responsePayload"),
      number("Attempts", "requestContext", "approximateInvokeCount"),
    ],
  },
];
