import { randomUUID } from "node:crypto";
import type { Target } from "@aws-sdk/client-scheduler";
import type { Service } from "../http/service.ts";
import type { Targets } from "../targets.ts";
import { callOperation } from "./call-operation.ts";
import type { Delivery } from "./delivery-table.ts";

export interface DeliverDeps {
  targets: Pick<
    Targets,
    "invokeFunction" | "sendMessage" | "publish" | "putEvent" | "putRecord" | "startExecution"
  >;
  services: () => readonly Service[];
  endpoint: () => string;
}

/** `arn:aws:scheduler:::aws-sdk:SERVICE:ACTION` */
export function readUniversal(arn: string): { service: string; action: string } | undefined {
  const [, service = "", action = ""] =
    /^arn:[^:]+:scheduler:::aws-sdk:([A-Za-z0-9-]+):([A-Za-z0-9]+)$/.exec(arn) ?? [];
  return action === "" ? undefined : { service, action };
}

/** Brings what is due to its target, once. Throws when the target does not take it. */
export async function deliver(deps: DeliverDeps, delivery: Delivery): Promise<void> {
  const { targets } = deps;
  const { target, region, accountId } = delivery;
  const { Arn: arn = "" } = target;
  const input = inputFor(delivery);
  const universal = readUniversal(arn);
  if (universal)
    return callOperation(deps.services(), {
      ...universal,
      region,
      accountId,
      endpoint: deps.endpoint(),
      input: target.Input === undefined ? "{}" : input,
    });
  switch (arn.split(":")[2]) {
    case "lambda":
      return targets.invokeFunction({
        region: arn.split(":")[3] ?? region,
        functionName: arn,
        payload: Buffer.from(JSON.stringify(parse(input) ?? input)),
        requestId: randomUUID(),
      });
    case "sqs":
      return targets.sendMessage(arn, {
        body: input,
        ...(target.SqsParameters?.MessageGroupId !== undefined && {
          messageGroupId: target.SqsParameters.MessageGroupId,
        }),
      });
    case "sns":
      return targets.publish(arn, { message: input });
    case "states":
      return targets.startExecution(arn, input);
    case "kinesis":
      return targets.putRecord(arn, {
        data: input,
        partitionKey: target.KinesisParameters?.PartitionKey ?? delivery.executionId,
      });
    case "events": {
      const detail = parse(input);
      if (typeof detail !== "object" || detail === null)
        throw new Error("the input for an event bus is no JSON object");
      const { Source: source = "", DetailType: detailType = "" } =
        target.EventBridgeParameters ?? {};
      return targets.putEvent(arn, { source, detailType, detail, resources: [] });
    }
    default:
      throw new Error(`the local engine does not bring schedules to ${arn}`);
  }
}

/** What the target gets: the input with what it asks of the schedule, or else Scheduler's own event. */
export function inputFor(delivery: Delivery): string {
  const { target, scheduleArn, scheduledMs, executionId, attempts } = delivery;
  const time = new Date(scheduledMs).toISOString().replace(".000Z", "Z");
  if (target.Input === undefined) return JSON.stringify(defaultEvent(delivery, time));
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": scheduleArn,
    "scheduled-time": time,
    "execution-id": executionId,
    "attempt-number": String(attempts + 1),
  };
  return target.Input.replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

const defaultEvent = ({ region, accountId, scheduleArn, executionId }: Delivery, time: string) => ({
  version: "0",
  id: executionId,
  "detail-type": "Scheduled Event",
  source: "aws.scheduler",
  account: accountId,
  time,
  region,
  resources: [scheduleArn],
  detail: "{}",
});

/** Targets that a schedule can have without naming an operation, by the service in their ARN. */
export const templated: Readonly<Record<string, (target: Target) => string | undefined>> = {
  lambda: () => undefined,
  sns: () => undefined,
  states: () => undefined,
  sqs: ({ Arn: arn = "", SqsParameters: parameters }) =>
    arn.endsWith(".fifo") && parameters?.MessageGroupId === undefined
      ? "SqsParameters.MessageGroupId must be specified for a FIFO queue."
      : undefined,
  kinesis: ({ KinesisParameters: parameters }) =>
    parameters ? undefined : "KinesisParameters must be specified for a Kinesis stream.",
  events: ({ EventBridgeParameters: parameters }) =>
    parameters ? undefined : "EventBridgeParameters must be specified for an event bus.",
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
