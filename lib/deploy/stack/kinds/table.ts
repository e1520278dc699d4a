import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { arnOf, type Cloud, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asValues, isValues, type Values } from "../template";

const longestWaitSeconds = 60;

export const tableKind: Kind = {
  nameProperty: "TableName",
  predict: (name, cloud) => facts(cloud, name),
  takes: [
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "ProvisionedThroughput",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "StreamSpecification",
    "TimeToLiveSpecification",
  ],
  async plan({ name: TableName, properties }, cloud) {
    const { dynamodb } = cloud;
    const answer = await ifThere(dynamodb.send(new DescribeTableCommand({ TableName })));
    const existing = answer?.Table;
    const view = asValues(properties.StreamSpecification).StreamViewType as "NEW_IMAGE" | undefined;
    const stream = view ? { StreamEnabled: true, StreamViewType: view } : undefined;
    const changesStream =
      stream !== undefined && existing?.StreamSpecification?.StreamViewType !== view;
    const ttl = properties.TimeToLiveSpecification;
    return {
      action: !existing ? "create" : changesStream ? "update" : "keep",
      changes: existing && changesStream ? ["StreamSpecification"] : [],
      ...(existing ? { facts: facts(cloud, TableName, existing) } : {}),
      async apply() {
        if (!existing)
          await dynamodb.send(new CreateTableCommand(inputOf(TableName, properties, stream)));
        else
          await dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification: stream }));
        await waitUntilTableExists(
          { client: dynamodb, maxWaitTime: longestWaitSeconds, minDelay: 1, maxDelay: 2 },
          { TableName },
        );
        if (!existing && isValues(ttl))
          await dynamodb.send(
            new UpdateTimeToLiveCommand({
              TableName,
              TimeToLiveSpecification: {
                AttributeName: String(ttl.AttributeName),
                Enabled: String(ttl.Enabled) === "true",
              },
            }),
          );
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
        return facts(cloud, TableName, Table);
      },
    };
  },
};

function inputOf(
  TableName: string,
  properties: Values,
  StreamSpecification: CreateTableCommandInput["StreamSpecification"],
): CreateTableCommandInput {
  const { TimeToLiveSpecification: _, ...input } = properties;
  return {
    ...numbersInThroughput(input),
    TableName,
    StreamSpecification,
  } as CreateTableCommandInput;
}

/** Templates may write capacity units as texts. */
function numbersInThroughput(value: unknown): Values {
  return JSON.parse(JSON.stringify(value), (key: string, item: unknown) =>
    key.endsWith("CapacityUnits") ? Number(item) : item,
  ) as Values;
}

function facts(cloud: Cloud, name: string, table?: TableDescription) {
  return {
    ref: name,
    attributes: {
      Arn: table?.TableArn ?? arnOf(cloud, "dynamodb", `table/${name}`),
      StreamArn: table?.LatestStreamArn ?? `(the stream of ${name})`,
    },
  };
}
