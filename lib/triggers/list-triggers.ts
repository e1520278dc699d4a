import { GetFunctionConfigurationCommand, ListAliasesCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { assignPermissions } from "@/lib/model/assign-permissions";
import { type Connection, partitionOf } from "@/lib/model/connection";
import type { Permission } from "@/lib/model/permission";
import type { Destination, Trigger, TriggerKind, Triggers } from "@/lib/model/trigger";
import { mentionedSources } from "@/lib/model/mentioned-sources";
import { triggerDestinations } from "@/lib/model/trigger-destinations";
import { readApis } from "./read-apis";
import { readBucketNotifications } from "./read-bucket-notifications";
import { readAsyncDestinations } from "./read-destinations";
import { readLogSubscriptions } from "./read-log-subscriptions";
import { readMappings } from "./read-mappings";
import { readPermissions } from "./read-permissions";
import { readQueue } from "./read-queue";
import { readRestApis } from "./read-rest-apis";
import { readRulesOf } from "./read-rules";
import { readSchedules } from "./read-schedules";
import { readSubscriptions } from "./read-subscriptions";
import { readUrls } from "./read-urls";
import { namedSources } from "./named-sources";
import { eachOf, type SourceReading, Troubles } from "./source-reading";

/** Each alias costs two calls of the 15 a second that all of Lambda's settings share. */
const mostAliases = 10;

/**
 * What calls a function, and where its results go. Mappings and URLs are told by Lambda; of the services that push, the
 * function's policy names some, and each is asked what it really does. They all belong to the function, an alias or a
 * version; without `qualifier` the aliases are looked at as well.
 */
export async function listTriggers(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<Triggers> {
  const troubles = new Troubles(connection);
  const [own, aliases] = await Promise.all([
    readOwn(connection, functionName, qualifier, troubles),
    qualifier
      ? []
      : troubles.tolerate(listAliasNames(connection, functionName), [], "list the aliases"),
  ]);
  const targets = [qualifier, ...aliases.slice(0, mostAliases)];
  const policies = readPolicies(connection, functionName, targets, troubles);
  const [lambda, pushing, destinations, { permissions, wasRead }] = await Promise.all([
    readLambda(connection, functionName, targets, troubles),
    policies.then(({ permissions }) =>
      readPushing(connection, own.functionArn, targets, permissions, troubles),
    ),
    troubles.tolerate(
      readAsyncDestinations(connection, functionName),
      [],
      "read where asynchronous results go",
    ),
    policies,
  ]);
  const belongs = (one: { functionArn: string; functionName: string; qualifier?: string }) =>
    (one.functionArn === own.functionArn ||
      (one.functionArn === "" && ["", functionName].includes(one.functionName))) &&
    (qualifier === undefined || one.qualifier === qualifier);
  const found = [...lambda.triggers, ...pushing.triggers].filter(belongs);
  const triggers = assignPermissions({ functionArn: own.functionArn, functionName }, found, {
    permissions,
    wasRead,
    isComplete: (kind) => (kind === "url" ? lambda.urlsRead : pushing.complete.has(kind)),
  });
  const all: Destination[] = [
    ...destinations.filter((one) => qualifier === undefined || one.qualifier === qualifier),
    ...(own.deadLetterArn
      ? [{ on: "dead-letter" as const, arn: own.deadLetterArn, from: [] }]
      : []),
    ...triggerDestinations(triggers),
  ];
  return {
    triggers,
    destinations: await withBacklogs(connection, all),
    permissions,
    mentions: mentionedSources(triggers, own.environment),
    problems: troubles.problems,
    unreadAliases: aliases.slice(mostAliases),
  };
}

/** What the function's own settings say that matters here. */
async function readOwn(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
  troubles: Troubles,
): Promise<{ functionArn: string; deadLetterArn?: string; environment: Record<string, string> }> {
  const { region, accountId = "" } = connection;
  const aws = await troubles.tolerate(
    clientsFor(connection).lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: qualifier }),
    ),
    undefined,
    "read the function's settings",
  );
  const functionArn =
    aws?.FunctionArn?.split(":").slice(0, 7).join(":") ??
    `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${functionName}`;
  return {
    functionArn,
    deadLetterArn: aws?.DeadLetterConfig?.TargetArn || undefined,
    environment: aws?.Environment?.Variables ?? {},
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

type Targets = readonly (string | undefined)[];

/** What Lambda itself tells: mappings with their queues, and URLs. */
async function readLambda(
  connection: Connection,
  functionName: string,
  targets: Targets,
  troubles: Troubles,
): Promise<{ triggers: Trigger[]; urlsRead: boolean }> {
  const [perTarget, urls] = await Promise.all([
    eachOf(targets, (target) =>
      troubles.tolerate(
        readMappings(connection, functionName, target),
        [],
        "list the event source mappings",
      ),
    ),
    troubles.tolerate(readUrls(connection, functionName), undefined, "list the function's URLs"),
  ]);
  // A listing by name may hold the mappings of aliases too.
  const mappings = new Map(perTarget.flat().map((mapping) => [mapping.uuid || mapping, mapping]));
  const withQueues = await eachOf([...mappings.values()], async (mapping) =>
    isQueue(mapping.eventSourceArn)
      ? {
          ...mapping,
          // A queue that may not be read only lacks its backlog.
          queue: await troubles.tolerate(
            readQueue(connection, mapping.eventSourceArn),
            undefined,
            "read the queues' backlog",
          ),
        }
      : mapping,
  );
  return { triggers: [...withQueues, ...(urls ?? [])], urlsRead: urls !== undefined };
}

async function readPolicies(
  connection: Connection,
  functionName: string,
  targets: Targets,
  troubles: Troubles,
): Promise<{ permissions: Permission[]; wasRead(qualifier: string | undefined): boolean }> {
  const policies = await eachOf(targets, (target) =>
    troubles.tolerate(
      readPermissions(connection, functionName, target),
      undefined,
      "read the function's resource policy",
    ),
  );
  return {
    permissions: policies.flatMap((permissions) => permissions ?? []),
    wasRead: (qualifier) => policies[targets.indexOf(qualifier)] !== undefined,
  };
}

/** What the services tell that push events. */
async function readPushing(
  connection: Connection,
  functionArn: string,
  targets: Targets,
  permissions: readonly Permission[],
  troubles: Troubles,
): Promise<{ triggers: Trigger[]; complete: Set<TriggerKind> }> {
  const named = namedSources(permissions);
  const targetArns = targets.map((target) => (target ? `${functionArn}:${target}` : functionArn));
  const readings: [TriggerKind, string, Promise<SourceReading>][] = [
    ["rule", "read the EventBridge rules", readRulesOf(connection, targetArns)],
    ["schedule", "read the schedules", readSchedules(connection)],
    ["topic", "read the subscriptions", readSubscriptions(connection)],
    [
      "bucket",
      "read the buckets' notifications",
      readBucketNotifications(connection, named.buckets),
    ],
    ["api", "read the HTTP and WebSocket APIs", readApis(connection, named.apiIds)],
    ["api", "read the REST APIs", readRestApis(connection, named.apiIds)],
    [
      "log-group",
      "read the log groups' subscriptions",
      readLogSubscriptions(connection, named.logGroups),
    ],
  ];
  const incomplete = new Set<TriggerKind>();
  const triggers = await Promise.all(
    readings.map(async ([kind, action, reading]) => {
      const read = await troubles.tolerate(reading, undefined, action);
      for (const problem of read?.problems ?? []) troubles.addProblem(problem);
      if (!read?.complete) incomplete.add(kind);
      return read?.triggers ?? [];
    }),
  );
  const kinds = readings.map(([kind]) => kind).filter((kind) => !incomplete.has(kind));
  return { triggers: triggers.flat(), complete: new Set(kinds) };
}

/** How much waits in the queues among the destinations. A queue that cannot be read lacks that, no more. */
async function withBacklogs(
  connection: Connection,
  destinations: readonly Destination[],
): Promise<Destination[]> {
  const unread = destinations.filter(({ arn, visible }) => isQueue(arn) && visible === undefined);
  const counts = new Map(
    await eachOf([...new Set(unread.map(({ arn }) => arn))], async (arn) => {
      const queue = await readQueue(connection, arn).catch(() => undefined);
      return [arn, queue?.visible] as const;
    }),
  );
  return destinations.map((one) => ({ ...one, visible: one.visible ?? counts.get(one.arn) }));
}

function isQueue(arn: string): boolean {
  return arn.split(":")[2] === "sqs";
}
