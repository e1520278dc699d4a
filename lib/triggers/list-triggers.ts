import {
  type EventSourceMappingConfiguration,
  GetPolicyCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";
import type { Problem } from "@/lib/model/problem";
import type { FunctionUrl, Mapping, Permission, Triggers } from "@/lib/model/trigger";
import { readQueue } from "./read-queue";

/** Each alias costs two calls of the 15 a second that all of Lambda's settings share. */
const mostAliases = 10;

/**
 * What calls a function: event source mappings (pull), its URLs, and the resource policy's statements (push). They
 * all belong to the function, an alias or a version; without `qualifier` the aliases are looked at as well.
 */
export async function listTriggers(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<Triggers> {
  const problems: Problem[] = [];
  const tell = (error: unknown, action: string) => {
    const problem = problemFrom(error, { connection, action });
    if (!problems.some(({ title }) => title === problem.title)) problems.push(problem);
  };
  const tolerated = <T>(reading: Promise<T[]>, action: string): Promise<T[]> =>
    reading.catch((error: unknown) => {
      tell(error, action);
      return [];
    });
  const aliases = qualifier
    ? []
    : await tolerated(listAliasNames(connection, functionName), "list the aliases");
  const targets = [qualifier, ...aliases.slice(0, mostAliases)];
  const urls = tolerated(listUrls(connection, functionName), "list the function's URLs");
  const perTarget = await Promise.all(
    targets.map(async (target) => ({
      mappings: await tolerated(
        listMappings(connection, functionName, target),
        "list the event source mappings",
      ),
      permissions: await tolerated(
        listPermissions(connection, functionName, target),
        "read the function's resource policy",
      ),
    })),
  );
  // A listing by name may hold the mappings of aliases too.
  const mappings = new Map(
    perTarget
      .flatMap((found) => found.mappings)
      .map((mapping) => [mapping.uuid || mapping, mapping]),
  );
  return {
    mappings: await Promise.all(
      [...mappings.values()].map((one) =>
        withQueue(connection, one).catch((error: unknown) => {
          // A queue that may not be read only lacks its backlog.
          tell(error, "read the queues' backlog");
          return one;
        }),
      ),
    ),
    urls: (await urls).filter((url) => qualifier === undefined || url.qualifier === qualifier),
    permissions: perTarget.flatMap(({ permissions }) => permissions),
    problems,
    unreadAliases: aliases.slice(mostAliases),
  };
}

async function listAliasNames(connection: Connection, functionName: string): Promise<string[]> {
  const aliases = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListAliasesCommand({ FunctionName: functionName, Marker }),
    );
    return { items: page.Aliases, next: page.NextMarker };
  });
  return aliases.flatMap(({ Name }) => Name ?? []);
}

async function listMappings(
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
  const own = found.filter(({ FunctionArn }) => {
    const named = FunctionArn?.split(":")[6];
    return named === undefined || named === functionName;
  });
  return own.map(mappingOf);
}

async function withQueue(connection: Connection, mapping: Mapping): Promise<Mapping> {
  if (!isQueue(mapping.eventSourceArn)) return mapping;
  return { ...mapping, queue: await readQueue(connection, mapping.eventSourceArn) };
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
    lastModified: isoTime(aws.LastModified),
    batchSize: aws.BatchSize,
    maximumBatchingWindowSeconds: aws.MaximumBatchingWindowInSeconds,
    maximumConcurrency: aws.ScalingConfig?.MaximumConcurrency,
    reportsBatchItemFailures:
      aws.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    filters: (aws.FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => Pattern ?? []),
    metrics: aws.MetricsConfig?.Metrics,
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

/** The URLs of the function and of all its aliases. */
async function listUrls(connection: Connection, functionName: string): Promise<FunctionUrl[]> {
  const found = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListFunctionUrlConfigsCommand({ FunctionName: functionName, Marker }),
    );
    return { items: page.FunctionUrlConfigs, next: page.NextMarker };
  });
  // The page links to them: whatever an endpoint says, nothing but an address of the web.
  const addresses = found.filter(({ FunctionUrl }) => /^https?:\/\//.test(FunctionUrl ?? ""));
  return addresses.map(({ FunctionUrl: url = "", FunctionArn, AuthType, InvokeMode, Cors }) => ({
    url,
    authType: AuthType === "AWS_IAM" ? "AWS_IAM" : "NONE",
    streams: InvokeMode === "RESPONSE_STREAM",
    allowedOrigins: Cors?.AllowOrigins,
    qualifier: FunctionArn?.split(":")[7],
  }));
}

/** IAM lets one thing stand for a list of one, in nearly every place. */
type OneOrMore<T> = T | T[];

interface PolicyDocument {
  Statement?: OneOrMore<{
    Sid?: string;
    Principal?: string | Record<string, OneOrMore<string>>;
    Action?: OneOrMore<string>;
    Condition?: Record<string, Record<string, OneOrMore<string>>>;
  }>;
}

function permissionsOf(policy: PolicyDocument, qualifier: string | undefined): Permission[] {
  const statements = [policy.Statement ?? []].flat();
  return statements.map(({ Sid = "", Principal = "unknown", Action = "", Condition = {} }) => {
    const conditions: Record<string, OneOrMore<string>> = Object.assign(
      {},
      ...Object.values(Condition),
    );
    return {
      statementId: Sid,
      principal:
        typeof Principal === "string" ? Principal : Object.values(Principal).flat().join(", "),
      action: [Action].flat().join(", "),
      sourceArn: textOf(conditions["AWS:SourceArn"] ?? conditions["aws:SourceArn"]),
      sourceAccount: textOf(conditions["AWS:SourceAccount"] ?? conditions["aws:SourceAccount"]),
      qualifier,
    };
  });
}

function textOf(value: OneOrMore<string> | undefined): string | undefined {
  return value === undefined ? undefined : [value].flat().join(", ");
}
