import {
  type EventSourceMappingConfiguration,
  GetPolicyCommand,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";
import type { Mapping, Permission, Triggers } from "@/lib/model/trigger";
import { readQueue } from "./read-queue";

/** What calls a function: event source mappings (pull) and the resource policy's statements (push). */
export async function listTriggers(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<Triggers> {
  const problems: Problem[] = [];
  const tolerated = <T>(reading: Promise<T[]>, action: string): Promise<T[]> =>
    reading.catch((error: unknown) => {
      problems.push(problemFrom(error, { connection, action }));
      return [];
    });
  const [mappings, permissions] = await Promise.all([
    tolerated(listMappings(connection, functionName), "list the event source mappings"),
    tolerated(
      listPermissions(connection, functionName, qualifier),
      "read the function's resource policy",
    ),
  ]);
  return { mappings, permissions, problems };
}

async function listMappings(connection: Connection, functionName: string): Promise<Mapping[]> {
  const { lambda } = clientsFor(connection);
  const found: Mapping[] = [];
  const pages = paginateListEventSourceMappings({ client: lambda }, { FunctionName: functionName });
  for await (const page of pages) found.push(...(page.EventSourceMappings ?? []).map(mappingOf));
  return Promise.all(
    found.map(async (mapping) => {
      if (!isQueue(mapping.eventSourceArn)) return mapping;
      // A queue that may not be read only lacks its backlog.
      const queue = await readQueue(connection, mapping.eventSourceArn).catch(() => undefined);
      return { ...mapping, queue };
    }),
  );
}

function isQueue(arn: string): boolean {
  return arn.split(":")[2] === "sqs";
}

export function mappingOf(aws: EventSourceMappingConfiguration): Mapping {
  return {
    uuid: aws.UUID ?? "",
    eventSourceArn:
      aws.EventSourceArn ??
      aws.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS?.[0] ??
      "",
    qualifier: aws.FunctionArn?.split(":")[7],
    state: aws.State ?? "",
    stateReason: aws.StateTransitionReason,
    lastResult: aws.LastProcessingResult,
    lastModified: aws.LastModified?.toISOString(),
    batchSize: aws.BatchSize,
    maximumBatchingWindowSeconds: aws.MaximumBatchingWindowInSeconds,
    maximumConcurrency: aws.ScalingConfig?.MaximumConcurrency,
    reportsBatchItemFailures:
      aws.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    filters: (aws.FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => Pattern ?? []),
  };
}

async function listPermissions(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
): Promise<Permission[]> {
  try {
    const { Policy = "{}" } = await clientsFor(connection).lambda.send(
      new GetPolicyCommand({ FunctionName: functionName, Qualifier: qualifier }),
    );
    return permissionsOf(JSON.parse(Policy) as PolicyDocument, qualifier);
  } catch (error) {
    // AWS answers 404 for a function without a policy.
    if (problemFrom(error).kind === "not-found") return [];
    throw error;
  }
}

interface PolicyDocument {
  Statement?: {
    Sid?: string;
    Principal?: string | { Service?: string; AWS?: string };
    Action?: string;
    Condition?: Record<string, Record<string, string>>;
  }[];
}

function permissionsOf(policy: PolicyDocument, qualifier: string | undefined): Permission[] {
  return (policy.Statement ?? []).map(({ Sid = "", Principal, Action = "", Condition = {} }) => {
    const conditions = Object.assign({}, ...Object.values(Condition)) as Record<string, string>;
    return {
      statementId: Sid,
      principal:
        typeof Principal === "string"
          ? Principal
          : (Principal?.Service ?? Principal?.AWS ?? "unknown"),
      action: Action,
      sourceArn: conditions["AWS:SourceArn"] ?? conditions["aws:SourceArn"],
      sourceAccount: conditions["AWS:SourceAccount"] ?? conditions["aws:SourceAccount"],
      qualifier,
    };
  });
}
