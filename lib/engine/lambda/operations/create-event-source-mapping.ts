import { randomUUID } from "node:crypto";
import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { conflict, invalidParameter } from "../errors.ts";
import type { EventSourceMapping } from "../event-source-mapping.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { isStream } from "../stream-mapping-rules.ts";
import { applyMappingSettings, checkMappingTarget, describeMapping } from "../mapping-rules.ts";
import { checkTagCount } from "../tags.ts";

export function createEventSourceMapping(
  deps: LambdaDeps,
  input: CreateEventSourceMappingRequest,
  context: CallContext,
): EventSourceMappingConfiguration {
  const { mappings } = deps.functions;
  const sourceArn = readSourceArn(input);
  const stream = isStream(sourceArn);
  const settings = applyMappingSettings(
    deps,
    {
      batchSize: stream ? 100 : 10,
      maximumBatchingWindowSeconds: 0,
      functionResponseTypes: [],
      filters: [],
      metrics: [],
    },
    input,
    sourceArn,
  );
  checkTagCount(input.Tags ?? {});
  const functionArn = checkMappingTarget(deps, context, input.FunctionName ?? "", sourceArn);
  const twin = mappings
    .list()
    .find((other) => other.eventSourceArn === sourceArn && other.functionArn === functionArn);
  if (twin)
    throw conflict(
      stream
        ? `The event source arn (" ${sourceArn} ") and function (" ${functionArn.split(":")[6]} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`
        : `An event source mapping with SQS arn (" ${sourceArn} ") and function (" ${functionArn.split(":")[6]} ") already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
    );
  const enabled = input.Enabled ?? true;
  const mapping: EventSourceMapping = {
    ...settings,
    uuid: randomUUID(),
    region: context.region,
    functionArn,
    eventSourceArn: sourceArn,
    state: enabled ? "Creating" : "Disabled",
    stateReason: "USER_INITIATED",
    lastModifiedMs: deps.clock.now(),
    ...(stream && { lastProcessingResult: "No records processed" }),
    tags: input.Tags ?? {},
  };
  return describeMapping(mappings.move(mapping), context.accountId);
}

/** Queues and streams are the sources there are; the others are refused by name. */
function readSourceArn(input: CreateEventSourceMappingRequest): string {
  if (input.SelfManagedEventSource)
    throw invalidParameter(`${onlyThese}, not from a self-managed Kafka cluster.`);
  const { EventSourceArn: arn } = input;
  if (!arn) throw invalidParameter("Unrecognized event source.");
  const service = arn.split(":")[2] ?? "";
  if (service === "sqs" || isStream(arn)) return arn;
  const names: Readonly<Record<string, string>> = {
    kafka: "a Kafka cluster",
    mq: "an Amazon MQ broker",
    rds: "a DocumentDB change stream",
  };
  const name = names[service];
  if (!name) throw invalidParameter("Unrecognized event source.");
  throw invalidParameter(`${onlyThese}, not from ${name}.`);
}

const onlyThese =
  "The local engine reads events from SQS queues, Kinesis and DynamoDB streams only";
