import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  ProvisionedPollerConfig,
  UpdateEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import { refuseFields } from "../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../http/service.ts";
import { PatternError } from "../event-pattern/pattern-reader.ts";
import { parseFilter } from "../pollers/filter-pattern.ts";
import { invalidParameter, notFound } from "./errors.ts";
import { brokerParameters } from "./event-source-mapping.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";
import { isVersionNumber, parseFunctionReference } from "./function-name.ts";
import { versionOf } from "./function-store.ts";
import type { LambdaDeps } from "./lambda-deps.ts";
import { applyStreamSettings, describeStreamSettings, isStream } from "./stream-mapping-rules.ts";

type MappingInput = Partial<CreateEventSourceMappingRequest & UpdateEventSourceMappingRequest>;
/** The part of a mapping that its caller sets. */
type MappingSettings = Pick<
  EventSourceMapping,
  | "batchSize"
  | "maximumBatchingWindowSeconds"
  | "maximumConcurrency"
  | "provisionedPollers"
  | "functionResponseTypes"
  | "filters"
  | "metrics"
  | "stream"
>;

/** Parameters of other kinds of sources: AWS refuses each of them for a queue in the same words. */
const notForQueues = [
  "ParallelizationFactor",
  "StartingPosition",
  "StartingPositionTimestamp",
  "DestinationConfig",
  "MaximumRecordAgeInSeconds",
  "BisectBatchOnFunctionError",
  "MaximumRetryAttempts",
  "TumblingWindowInSeconds",
  ...brokerParameters,
  "LoggingConfig",
] as const;

const maxFilters = 5;

/** `base` with the input's settings over it, checked by AWS's rules for its kind of source. */
export function applyMappingSettings(
  deps: LambdaDeps,
  base: MappingSettings,
  input: MappingInput,
  sourceArn: string,
): MappingSettings {
  const stream = isStream(sourceArn)
    ? applyStreamSettings(base.stream ?? {}, input, sourceArn, deps)
    : undefined;
  if (!stream) refuseForQueues(input);
  const filters = input.FilterCriteria
    ? (input.FilterCriteria.Filters ?? []).map(({ Pattern: pattern = "" }) => pattern)
    : base.filters;
  if (filters.length > maxFilters)
    throw invalidParameter(`A mapping can have at most ${maxFilters} filters.`);
  for (const pattern of filters) checkPattern(pattern);
  const { maximumConcurrency: _previous, provisionedPollers: _older, ...rest } = base;
  const maximumConcurrency = input.ScalingConfig
    ? input.ScalingConfig.MaximumConcurrency
    : base.maximumConcurrency;
  const provisionedPollers = stream
    ? undefined
    : readPollers(input.ProvisionedPollerConfig, base.provisionedPollers);
  if (provisionedPollers && maximumConcurrency !== undefined)
    throw invalidParameter(
      "MaximumConcurrency and ProvisionedPollerConfig cannot be specified at the same time.",
    );
  const settings: MappingSettings = {
    ...rest,
    batchSize: input.BatchSize ?? base.batchSize,
    maximumBatchingWindowSeconds:
      input.MaximumBatchingWindowInSeconds ?? base.maximumBatchingWindowSeconds,
    ...(maximumConcurrency !== undefined && { maximumConcurrency }),
    ...(provisionedPollers && { provisionedPollers }),
    functionResponseTypes: input.FunctionResponseTypes ?? base.functionResponseTypes,
    filters,
    metrics: readMetrics(input) ?? base.metrics ?? [],
    ...(stream && { stream }),
  };
  if (!stream) checkBatch(settings, sourceArn);
  return settings;
}

function refuseForQueues(input: MappingInput): void {
  for (const parameter of notForQueues)
    if (input[parameter] !== undefined)
      throw invalidParameter(
        `Unsupported ${parameter} parameter for given event source mapping type.`,
      );
  refuseFields("InvalidParameterValueException", input, {
    KMSKeyArn: "there is no key management.",
  });
}

const fewestPollers = 2;
const mostPollers = 200;

/** Pollers that are kept ready; an empty configuration takes them away. */
function readPollers(
  input: ProvisionedPollerConfig | undefined,
  before: EventSourceMapping["provisionedPollers"],
): EventSourceMapping["provisionedPollers"] {
  if (!input) return before;
  const { MinimumPollers, MaximumPollers, PollerGroupName } = input;
  if (PollerGroupName)
    throw invalidParameter(
      "PollerGroupName is not supported for Amazon SQS event source mappings.",
    );
  if (MinimumPollers === undefined && MaximumPollers === undefined) return undefined;
  const minimum = MinimumPollers ?? fewestPollers;
  const maximum = MaximumPollers ?? Math.max(mostPollers, minimum);
  if (minimum < fewestPollers || maximum < fewestPollers)
    throw invalidParameter(
      `MinimumPollers and MaximumPollers of an Amazon SQS event source mapping must be at least ${fewestPollers}.`,
    );
  if (minimum > maximum)
    throw invalidParameter("MinimumPollers must be less than or equal to MaximumPollers.");
  return { minimum, maximum };
}

/** The metrics that the input opts in to; of a queue's mapping there is one group. */
function readMetrics({ MetricsConfig }: MappingInput): EventSourceMapping["metrics"] {
  return MetricsConfig?.Metrics?.map((metric) => {
    if (metric !== "EventCount")
      throw invalidParameter(
        `Unsupported MetricsConfig parameter for given event source mapping type: ${metric} is for Kafka only.`,
      );
    return metric;
  });
}

/** AWS does not say what is wrong with a pattern. */
function checkPattern(pattern: string): void {
  try {
    parseFilter(pattern);
  } catch (error) {
    throw error instanceof PatternError
      ? invalidParameter("Invalid filter pattern definition.")
      : error;
  }
}

function checkBatch(
  { batchSize, maximumBatchingWindowSeconds: window }: MappingSettings,
  queueArn: string,
): void {
  if (queueArn.endsWith(".fifo")) {
    if (window > 0) throw invalidParameter("Batching window is not supported for FIFO queues");
    if (batchSize > 10)
      throw invalidParameter(`A FIFO queue is read in batches of at most 10, not ${batchSize}.`);
  } else if (batchSize > 10 && window === 0)
    throw invalidParameter(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
}

/** The ARN a mapping keeps for its function, as it was named; checks that function and source fit. */
export function checkMappingTarget(
  { functions, queues, streams }: LambdaDeps,
  context: CallContext,
  functionName: string,
  sourceArn: string,
): string {
  const { name, qualifier } = parseFunctionReference(functionName, undefined, context);
  const fn = functions.get(context.region, name);
  if (!fn) throw invalidParameter("Function does not exist");
  const version = versionOf(fn, qualifier);
  if (!version)
    throw invalidParameter(
      isVersionNumber(qualifier ?? "")
        ? "Function version does not exist"
        : "Function alias does not exist",
    );
  if (version.configuration.tenantIsolationMode)
    throw invalidParameter(
      "Event source mappings are not supported for functions with tenant isolation.",
    );
  if (isStream(sourceArn)) {
    if (!streams.byArn(sourceArn)) throw invalidParameter(`Stream not found: ${sourceArn}`);
  } else checkQueue(queues, sourceArn, version.configuration.timeoutSeconds);
  return functions.arn(context.region, name, qualifier);
}

function checkQueue(queues: LambdaDeps["queues"], queueArn: string, timeoutSeconds: number): void {
  if (!queues.byArn(queueArn))
    throw invalidParameter(
      "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.",
    );
  const visibilitySeconds = queues.visibilityTimeoutSeconds(queueArn);
  if (visibilitySeconds < timeoutSeconds)
    throw invalidParameter(
      `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
}

/** The mapping of the caller's region, in a lasting state when `change` names what would change it. */
export function findMapping(
  { functions }: LambdaDeps,
  context: CallContext,
  uuid: string,
  change?: "update" | "delete",
): EventSourceMapping {
  const mapping = functions.mappings.get(uuid);
  if (mapping?.region !== context.region)
    throw notFound("The resource you requested does not exist.");
  if (change && mapping.state !== "Enabled" && mapping.state !== "Disabled")
    throw new ServiceError(
      "ResourceInUseException",
      `Cannot ${change} the event source mapping because it is in use.`,
      400,
      { Type: "User" },
    );
  return mapping;
}

/** AWS's answer about a mapping. */
export function describeMapping(
  mapping: EventSourceMapping,
  accountId: string,
): EventSourceMappingConfiguration {
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: `arn:aws:lambda:${mapping.region}:${accountId}:event-source-mapping:${mapping.uuid}`,
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: mapping.functionArn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.maximumBatchingWindowSeconds,
    FunctionResponseTypes: [...mapping.functionResponseTypes],
    ...describeStreamSettings(mapping),
    ...(mapping.filters.length > 0 && {
      FilterCriteria: { Filters: mapping.filters.map((Pattern) => ({ Pattern })) },
    }),
    ...(mapping.metrics?.length && { MetricsConfig: { Metrics: [...mapping.metrics] } }),
    ...(mapping.maximumConcurrency !== undefined && {
      ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency },
    }),
    ...(mapping.provisionedPollers && {
      ProvisionedPollerConfig: {
        MinimumPollers: mapping.provisionedPollers.minimum,
        MaximumPollers: mapping.provisionedPollers.maximum,
      },
    }),
    ...(mapping.lastProcessingResult && { LastProcessingResult: mapping.lastProcessingResult }),
    LastModified: new Date(mapping.lastModifiedMs),
    State: mapping.state,
    // AWS words the same reason in two ways.
    StateTransitionReason:
      mapping.stream && mapping.stateReason === "USER_INITIATED"
        ? "User action"
        : mapping.stateReason,
  };
}
