import { randomUUID } from "node:crypto";
import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { conflict, invalidParameter } from "../errors.ts";
import type { EventSourceMapping } from "../event-source-mapping.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { applyMappingSettings, checkMappingTarget, describeMapping } from "../mapping-rules.ts";
import { checkTagCount } from "../tags.ts";

export function createEventSourceMapping(
  deps: LambdaDeps,
  input: CreateEventSourceMappingRequest,
  context: CallContext,
): EventSourceMappingConfiguration {
  const { mappings } = deps.functions;
  const queueArn = readQueueArn(input);
  const settings = applyMappingSettings(
    {
      batchSize: 10,
      maximumBatchingWindowSeconds: 0,
      functionResponseTypes: [],
      filters: [],
      metrics: [],
    },
    input,
    queueArn,
  );
  checkTagCount(input.Tags ?? {});
  const functionArn = checkMappingTarget(deps, context, input.FunctionName ?? "", queueArn);
  const twin = mappings
    .list()
    .find((other) => other.eventSourceArn === queueArn && other.functionArn === functionArn);
  if (twin)
    throw conflict(
      `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionArn.split(":")[6]} ") already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
    );
  const enabled = input.Enabled ?? true;
  const mapping: EventSourceMapping = {
    ...settings,
    uuid: randomUUID(),
    region: context.region,
    functionArn,
    eventSourceArn: queueArn,
    state: enabled ? "Creating" : "Disabled",
    stateReason: "USER_INITIATED",
    lastModifiedMs: deps.clock.now(),
    tags: input.Tags ?? {},
  };
  return describeMapping(mappings.move(mapping), context.accountId);
}

/** Queues are the one kind of source there is; the others are refused by name. */
function readQueueArn(input: CreateEventSourceMappingRequest): string {
  if (input.SelfManagedEventSource)
    throw invalidParameter(
      "The local engine reads events from SQS queues only, not from a self-managed Kafka cluster.",
    );
  const { EventSourceArn: arn } = input;
  if (!arn) throw invalidParameter("Unrecognized event source.");
  const service = arn.split(":")[2] ?? "";
  if (service === "sqs") return arn;
  const names: Readonly<Record<string, string>> = {
    kinesis: "a Kinesis stream",
    dynamodb: "a DynamoDB stream",
    kafka: "a Kafka cluster",
    mq: "an Amazon MQ broker",
    rds: "a DocumentDB change stream",
  };
  const name = names[service];
  if (!name) throw invalidParameter("Unrecognized event source.");
  throw invalidParameter(`The local engine reads events from SQS queues only, not from ${name}.`);
}
