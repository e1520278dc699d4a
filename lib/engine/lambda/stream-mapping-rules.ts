import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  UpdateEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import { refuseFields } from "../http/refuse-fields.ts";
import { invalidParameter } from "./errors.ts";
import { brokerParameters } from "./event-source-mapping.ts";
import type { EventSourceMapping, StreamSettings } from "./event-source-mapping.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

type StreamInput = Partial<CreateEventSourceMappingRequest & UpdateEventSourceMappingRequest>;

/** A stream is read from where the mapping says, a hundred records at a time, without an end to retries. */
const streamDefaults: Omit<StreamSettings, "startingPosition"> = {
  parallelizationFactor: 1,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  bisectBatchOnFunctionError: false,
};

export const isStream = (sourceArn: string): boolean =>
  /^arn:aws:dynamodb:.*\/stream\//.test(sourceArn);

/** Parameters of other kinds of sources. */
const notForStreams = [
  "ScalingConfig",
  ...brokerParameters,
  "ProvisionedPollerConfig",
  "LoggingConfig",
] as const;

/** The settings a mapping of a stream has beside those of a queue's, checked by AWS's rules. */
export function applyStreamSettings(
  base: Partial<StreamSettings>,
  input: StreamInput,
  sourceArn: string,
  { queues }: Pick<LambdaDeps, "queues">,
): StreamSettings {
  for (const parameter of notForStreams)
    if (input[parameter] !== undefined)
      throw invalidParameter(
        `Unsupported ${parameter} parameter for given event source mapping type.`,
      );
  refuseFields(
    "InvalidParameterValueException",
    { ...input, TumblingWindowInSeconds: input.TumblingWindowInSeconds || undefined },
    {
      KMSKeyArn: "there is no key management.",
      TumblingWindowInSeconds: "no state is carried from one batch to the next.",
    },
  );
  const startingPosition = base.startingPosition ?? input.StartingPosition;
  if (!startingPosition)
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  if (startingPosition === "AT_TIMESTAMP")
    throw invalidParameter(`Unsupported starting position for arn type: ${sourceArn}`);
  if (input.StartingPositionTimestamp)
    throw invalidParameter(
      "Unsupported StartingPositionTimestamp parameter for given event source mapping type.",
    );
  const ageSeconds = input.MaximumRecordAgeInSeconds;
  if (ageSeconds !== undefined && ageSeconds !== -1 && ageSeconds < 60)
    throw invalidParameter(
      "MaximumRecordAgeInSeconds must be -1 or between 60 and 604800, inclusive",
    );
  const { onFailureArn: _previous, ...kept } = { ...streamDefaults, ...base };
  const onFailureArn = input.DestinationConfig
    ? readDestination(input.DestinationConfig.OnFailure?.Destination, queues)
    : base.onFailureArn;
  return {
    ...kept,
    startingPosition,
    parallelizationFactor: input.ParallelizationFactor ?? kept.parallelizationFactor,
    maximumRetryAttempts: input.MaximumRetryAttempts ?? kept.maximumRetryAttempts,
    maximumRecordAgeSeconds: ageSeconds ?? kept.maximumRecordAgeSeconds,
    bisectBatchOnFunctionError: input.BisectBatchOnFunctionError ?? kept.bisectBatchOnFunctionError,
    ...(onFailureArn && { onFailureArn }),
  };
}

/** Records of failed batches go to a queue that is there, or nowhere. */
function readDestination(
  arn: string | undefined,
  queues: LambdaDeps["queues"],
): string | undefined {
  if (!arn) return undefined;
  if (arn.split(":")[2] !== "sqs")
    throw invalidParameter(
      `The local engine sends records of failed batches to SQS queues only, not to ${arn}.`,
    );
  if (arn.endsWith(".fifo"))
    throw invalidParameter(
      `The destination ARN ${arn} is invalid. FIFO queues cannot be destinations.`,
    );
  if (!queues.byArn(arn)) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  return arn;
}

/** The members that AWS's answer has for streams only. */
export function describeStreamSettings({
  stream,
}: Pick<EventSourceMapping, "stream">): Partial<EventSourceMappingConfiguration> {
  if (!stream) return {};
  return {
    StartingPosition: stream.startingPosition,
    ParallelizationFactor: stream.parallelizationFactor,
    MaximumRetryAttempts: stream.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: stream.maximumRecordAgeSeconds,
    BisectBatchOnFunctionError: stream.bisectBatchOnFunctionError,
    TumblingWindowInSeconds: 0,
    DestinationConfig: {
      OnFailure: { ...(stream.onFailureArn && { Destination: stream.onFailureArn }) },
    },
  };
}
