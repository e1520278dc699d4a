import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListEventBusesCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListScheduleGroupsCommand } from "@aws-sdk/client-scheduler";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { clientsFor } from "@/lib/aws/clients";
import { type Page, pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { SourceKind, TriggerSource } from "@/lib/model/trigger-source";
import { listQueues } from "./list-queues";
import { eachOf } from "./source-reading";

/** Enough to choose from; what is not listed can be typed. */
const mostSources = 1_000;
/** Tables whose stream is looked up, one call each. */
const mostTables = 100;

/** The sources of one kind in the connection's region. */
export function listSources(connection: Connection, kind: SourceKind): Promise<TriggerSource[]> {
  return listers[kind](connection);
}

const listers: Record<SourceKind, (connection: Connection) => Promise<TriggerSource[]>> = {
  queues: async (connection) =>
    (await listQueues(connection)).map(({ name, arn }) => ({ id: arn, name })),
  streams: listStreams,
  tables: listTables,
  buckets: async (connection) => {
    const { s3 } = clientsFor(connection);
    const buckets = await someOf(async (ContinuationToken) => {
      const page = await s3.send(
        // A bucket calls functions of its own region only.
        new ListBucketsCommand({ ContinuationToken, BucketRegion: connection.region }),
      );
      return { items: page.Buckets, next: page.ContinuationToken };
    });
    return buckets.flatMap(({ Name }) => (Name ? { id: Name, name: Name } : []));
  },
  topics: async (connection) => {
    const topics = await someOf(async (NextToken) => {
      const page = await clientsFor(connection).sns.send(new ListTopicsCommand({ NextToken }));
      return { items: page.Topics, next: page.NextToken };
    });
    return topics.flatMap(({ TopicArn: id = "" }) => ({
      id,
      name: id.split(":").at(-1) ?? id,
      ...(id.endsWith(".fifo") && { unusable: "FIFO topics send to queues only" }),
    }));
  },
  buses: async (connection) => (await listBuses(connection)).map((name) => ({ id: name, name })),
  rules: listRules,
  "schedule-groups": async (connection) => {
    const groups = await someOf(async (NextToken) => {
      const page = await clientsFor(connection).scheduler.send(
        new ListScheduleGroupsCommand({ NextToken, MaxResults: 100 }),
      );
      return { items: page.ScheduleGroups, next: page.NextToken };
    });
    return groups.flatMap(({ Name }) => (Name ? { id: Name, name: Name } : []));
  },
  "http-apis": (connection) => listApis(connection, "HTTP"),
  "websocket-apis": (connection) => listApis(connection, "WEBSOCKET"),
  "rest-apis": async (connection) => {
    const apis = await someOf(async (position) => {
      const page = await clientsFor(connection).apigateway.send(
        new GetRestApisCommand({ position, limit: 500 }),
      );
      return { items: page.items, next: page.position };
    });
    return apis.flatMap(({ id = "", name = "" }) => ({ id, name: name || id, detail: id }));
  },
};

async function listStreams(connection: Connection): Promise<TriggerSource[]> {
  const { kinesis } = clientsFor(connection);
  const streams = await someOf(async (NextToken) => {
    const page = await kinesis.send(new ListStreamsCommand({ NextToken }));
    return { items: page.StreamSummaries, next: page.NextToken };
  });
  return streams.flatMap(({ StreamARN: id = "", StreamName: name = "" }) => ({ id, name }));
}

/** Of a table the ARN of its stream is wanted, which has a label of its own. */
async function listTables(connection: Connection): Promise<TriggerSource[]> {
  const { dynamodb } = clientsFor(connection);
  const names = await someOf(async (ExclusiveStartTableName) => {
    const page = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName }));
    return { items: page.TableNames, next: page.LastEvaluatedTableName };
  });
  return eachOf(names.slice(0, mostTables), async (name) => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    const isOn = Table?.StreamSpecification?.StreamEnabled && Table.LatestStreamArn;
    return isOn
      ? { id: isOn, name, detail: Table.StreamSpecification?.StreamViewType }
      : { id: name, name, unusable: "its stream is off" };
  });
}

async function listBuses(connection: Connection): Promise<string[]> {
  const buses = await someOf(async (NextToken) => {
    const page = await clientsFor(connection).events.send(new ListEventBusesCommand({ NextToken }));
    return { items: page.EventBuses, next: page.NextToken };
  });
  return buses.flatMap(({ Name }) => Name ?? []);
}

/** A rule is known by its bus and its name. */
async function listRules(connection: Connection): Promise<TriggerSource[]> {
  const rules = await eachOf(await listBuses(connection), async (busName) => {
    const found = await someOf(async (NextToken) => {
      const page = await clientsFor(connection).events.send(
        new ListRulesCommand({ EventBusName: busName, NextToken }),
      );
      return { items: page.Rules, next: page.NextToken };
    });
    return found.map(({ Name: name = "", ScheduleExpression, ManagedBy }): TriggerSource => ({
      id: `${busName} ${name}`,
      name,
      detail: [busName === "default" ? "" : busName, ScheduleExpression ?? ""]
        .filter(Boolean)
        .join(", "),
      ...(ManagedBy && { unusable: `kept by ${ManagedBy}` }),
    }));
  });
  return rules.flat();
}

async function listApis(
  connection: Connection,
  protocol: "HTTP" | "WEBSOCKET",
): Promise<TriggerSource[]> {
  const apis = await someOf(async (NextToken) => {
    const page = await clientsFor(connection).apigatewayv2.send(
      new GetApisCommand({ NextToken, MaxResults: "100" }),
    );
    return { items: page.Items, next: page.NextToken };
  });
  return apis
    .filter(({ ProtocolType }) => ProtocolType === protocol)
    .flatMap(({ ApiId: id = "", Name: name = "" }) => ({ id, name: name || id, detail: id }));
}

async function someOf<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(read)) {
    items.push(...page);
    if (items.length >= mostSources) break;
  }
  return items.slice(0, mostSources);
}
