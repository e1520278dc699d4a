import type {
  CreateEventSourceMappingRequest,
  DestinationConfig,
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
  /^arn:aws[a-z-]*:dynamodb:.*\/stream\//.test(sourceArn) || isKinesis(sourceArn);

const isKinesis = (sourceArn: string): boolean =>
  /^arn:aws[a-z-]*:kinesis:[^:]*:\d{12}:stream\//.test(sourceArn);

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
  deps: Pick<LambdaDeps, "targets" | "clock">,
): StreamSettings {
  for (const parameter of notForStreams)
    if (input[parameter] !== undefined)
      throw invalidParameter(
        `Unsupported ${parameter} parameter for given event source mapping type.`,
      );
  refuseFields("InvalidParameterValueException", input, {
    KMSKeyArn: "there is no key management.",
  });
  const ageSeconds = input.MaximumRecordAgeInSeconds;
  if (ageSeconds !== undefined && ageSeconds !== -1 && ageSeconds < 60)
    throw invalidParameter(
      "MaximumRecordAgeInSeconds must be -1 or between 60 and 604800, inclusive",
    );
  const {
    onFailureArn: _previous,
    tumblingWindowSeconds: before,
    ...kept
  } = { ...streamDefaults, ...base };
  const onFailureArn = input.DestinationConfig
    ? readDestination(input.DestinationConfig, deps.targets)
    : base.onFailureArn;
  const tumblingWindowSeconds = input.TumblingWindowInSeconds ?? before ?? 0;
  return {
    ...kept,
    ...(base.startingPosition
      ? { startingPosition: base.startingPosition }
      : readStart(input, sourceArn, deps.clock.now())),
    parallelizationFactor: input.ParallelizationFactor ?? kept.parallelizationFactor,
    maximumRetryAttempts: input.MaximumRetryAttempts ?? kept.maximumRetryAttempts,
    maximumRecordAgeSeconds: ageSeconds ?? kept.maximumRecordAgeSeconds,
    bisectBatchOnFunctionError: input.BisectBatchOnFunctionError ?? kept.bisectBatchOnFunctionError,
    ...(onFailureArn && { onFailureArn }),
    ...(tumblingWindowSeconds > 0 && { tumblingWindowSeconds }),
  };
}

/** Where reading begins; only Kinesis knows the time of what it has. */
function readStart(
  input: StreamInput,
  sourceArn: string,
  nowMs: number,
): Pick<StreamSettings, "startingPosition" | "startingTimestampMs"> {
  const { StartingPosition: startingPosition, StartingPositionTimestamp: timestamp } = input;
  if (!startingPosition)
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  if (startingPosition !== "AT_TIMESTAMP") {
    if (timestamp)
      throw invalidParameter(
        "Unsupported StartingPositionTimestamp parameter for given event source mapping type.",
      );
    return { startingPosition };
  }
  if (!isKinesis(sourceArn))
    throw invalidParameter(`Unsupported starting position for arn type: ${sourceArn}`);
  if (!timestamp)
    throw invalidParameter(
      "Timestamp must be specified for starting position AT_TIMESTAMP: StartingPositionTimestamp is missing.",
    );
  if (timestamp.getTime() > nowMs)
    throw invalidParameter("StartingPositionTimestamp cannot be in the future.");
  return { startingPosition, startingTimestampMs: timestamp.getTime() };
}

/** Records of failed batches go to a queue, a topic or a bucket that is there, or nowhere. */
function readDestination(
  { OnFailure: failure }: DestinationConfig,
  targets: LambdaDeps["targets"],
): string | undefined {
  const arn = failure?.Destination;
  if (failure && arn === undefined)
    throw invalidParameter("The Destination field is required for an OnFailure configuration.");
  if (!arn) return undefined;
  const service = arn.split(":")[2] ?? "";
  if (!["sqs", "sns", "s3"].includes(service) || arn.endsWith(".fifo") || !targets.exists(arn))
    throw invalidParameter(`The destination ARN ${arn} is invalid.`);
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
    TumblingWindowInSeconds: stream.tumblingWindowSeconds ?? 0,
    ...(stream.startingTimestampMs !== undefined && {
      StartingPositionTimestamp: new Date(stream.startingTimestampMs),
    }),
    DestinationConfig: {
      OnFailure: { ...(stream.onFailureArn && { Destination: stream.onFailureArn }) },
    },
  };
}
