import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { differences } from "../../differences";
import { ifThere, type Cloud } from "../cloud";
import type { Kind } from "../kind";
import { asList, asValues, without } from "../template";

/** How long a mapping may take to settle before it is changed. */
const attempts = 50;
const pauseMs = 100;

/** A mapping has no name: it is found by its source and its function. */
export const eventSourceMappingKind: Kind = {
  predict: (name) => ({ ref: name, attributes: { Id: name } }),
  takes: [
    "EventSourceArn",
    "FunctionName",
    "Enabled",
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "FilterCriteria",
    "FunctionResponseTypes",
    "ScalingConfig",
    "StartingPosition",
    "StartingPositionTimestamp",
    "ParallelizationFactor",
    "BisectBatchOnFunctionError",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "TumblingWindowInSeconds",
    "DestinationConfig",
    "MetricsConfig",
  ],
  async plan({ properties }, cloud) {
    const { EventSourceArn, FunctionName, ...others } = properties;
    const existing = await find(cloud, String(EventSourceArn), String(FunctionName));
    const wanted = {
      ...others,
      ...(others.FunctionResponseTypes === undefined
        ? {}
        : { FunctionResponseTypes: asList(others.FunctionResponseTypes) }),
      Enabled: String(others.Enabled ?? true) === "true",
    };
    const input = wanted as Partial<CreateEventSourceMappingCommandInput>;
    if (!existing)
      return {
        action: "create",
        async apply() {
          const made = await cloud.lambda.send(
            new CreateEventSourceMappingCommand({
              ...input,
              EventSourceArn: String(EventSourceArn),
              FunctionName: String(FunctionName),
            }),
          );
          return { ref: made.UUID ?? "", attributes: { Id: made.UUID ?? "" } };
        },
      };
    const isEnabled = !existing.State?.startsWith("Disabl");
    const facts = { ref: existing.UUID ?? "", attributes: { Id: existing.UUID ?? "" } };
    const changes = differences(
      { ...existing, Enabled: isEnabled },
      // Where reading begins is settled when the mapping is made.
      without(wanted, ["StartingPosition", "StartingPositionTimestamp"]),
    );
    return {
      action: changes.length > 0 ? "update" : "keep",
      changes,
      facts,
      async apply() {
        await settled(cloud, existing);
        const { StartingPosition: _, StartingPositionTimestamp: __, ...update } = input;
        await cloud.lambda.send(
          new UpdateEventSourceMappingCommand({ ...update, UUID: existing.UUID }),
        );
        return facts;
      },
    };
  },
};

async function find(
  cloud: Cloud,
  EventSourceArn: string,
  FunctionName: string,
): Promise<EventSourceMappingConfiguration | undefined> {
  const answer = await ifThere(
    cloud.lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn, FunctionName })),
  );
  return answer?.EventSourceMappings?.[0];
}

/** A mapping that is being created or updated refuses another change. */
async function settled(
  { lambda }: Cloud,
  { UUID, State }: EventSourceMappingConfiguration,
): Promise<void> {
  let state = State;
  for (let left = attempts; left > 0 && state?.endsWith("ing"); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    state = asValues(await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State as string;
  }
}
