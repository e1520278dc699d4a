import {
  type EventSourceMappingConfiguration,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf, pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";
import type { Mapping } from "@/lib/model/trigger";
import { calledFunction } from "./called-function";

/** The event source mappings of a function, or of its version or alias. */
export async function readMappings(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
): Promise<Mapping[]> {
  const FunctionName = qualifier ? `${functionName}:${qualifier}` : functionName;
  const found = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName, Marker }),
    );
    return { items: page.EventSourceMappings, next: page.NextMarker };
  });
  // Some endpoints list the mappings of all functions whatever is asked.
  return found
    .map(mappingOf)
    .filter((mapping) => ["", functionName].includes(mapping.functionName));
}

/** The mappings of all functions, page by page. */
export function allMappings(connection: Connection): AsyncGenerator<Mapping[]> {
  return mappingPages(
    pagesOf(async (Marker) => {
      const page = await clientsFor(connection).lambda.send(
        new ListEventSourceMappingsCommand({ Marker, MaxItems: pageSize }),
      );
      return { items: page.EventSourceMappings, next: page.NextMarker };
    }),
  );
}

/** ListEventSourceMappings gives at most 100 a call. */
const pageSize = 100;

async function* mappingPages(
  pages: AsyncGenerator<readonly EventSourceMappingConfiguration[]>,
): AsyncGenerator<Mapping[]> {
  for await (const page of pages) yield page.map(mappingOf);
}

/** A mapping in the product's words; what AWS does not tell is absent. */
export function mappingOf(aws: EventSourceMappingConfiguration): Mapping {
  const bootstrapServers = aws.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS;
  const kafka = aws.AmazonManagedKafkaEventSourceConfig ?? aws.SelfManagedKafkaEventSourceConfig;
  const pollers = aws.ProvisionedPollerConfig;
  const registry = kafka?.SchemaRegistryConfig;
  const documentDb = aws.DocumentDBEventSourceConfig;
  return {
    kind: "mapping",
    functionArn: "",
    functionName: "",
    ...calledFunction(aws.FunctionArn),
    uuid: aws.UUID ?? "",
    eventSourceArn: aws.EventSourceArn ?? bootstrapServers?.[0] ?? "",
    state: aws.State ?? "",
    stateReason: aws.StateTransitionReason,
    lastResult: aws.LastProcessingResult,
    lastModified: isoTime(aws.LastModified),
    batchSize: aws.BatchSize,
    maximumBatchingWindowSeconds: aws.MaximumBatchingWindowInSeconds,
    maximumConcurrency: aws.ScalingConfig?.MaximumConcurrency,
    reportsBatchItemFailures:
      aws.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    filters: (aws.FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => Pattern ?? []),
    metrics: aws.MetricsConfig?.Metrics,
    onFailureArn: aws.DestinationConfig?.OnFailure?.Destination || undefined,
    kmsKeyArn: aws.KMSKeyArn,
    provisionedPollers: pollers && {
      minimum: pollers.MinimumPollers,
      maximum: pollers.MaximumPollers,
      groupName: pollers.PollerGroupName,
    },
    startingPosition: aws.StartingPosition,
    startingPositionAt: isoTime(aws.StartingPositionTimestamp),
    parallelizationFactor: aws.ParallelizationFactor,
    maximumRetryAttempts: aws.MaximumRetryAttempts,
    maximumRecordAgeSeconds: aws.MaximumRecordAgeInSeconds,
    bisectsBatchOnError: aws.BisectBatchOnFunctionError,
    tumblingWindowSeconds: aws.TumblingWindowInSeconds,
    topics: aws.Topics,
    consumerGroupId: kafka?.ConsumerGroupId,
    bootstrapServers,
    queues: aws.Queues,
    accessConfigurations: aws.SourceAccessConfigurations?.map(({ Type = "", URI = "" }) => ({
      type: Type,
      uri: URI,
    })),
    schemaRegistry: registry && {
      uri: registry.SchemaRegistryURI ?? "",
      recordFormat: registry.EventRecordFormat,
      validates: (registry.SchemaValidationConfigs ?? []).flatMap(
        ({ Attribute }) => Attribute ?? [],
      ),
    },
    documentDb: documentDb && {
      database: documentDb.DatabaseName,
      collection: documentDb.CollectionName,
      fullDocument: documentDb.FullDocument,
    },
  };
}
