import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from "@aws-sdk/client-dynamodb";
import type { Manifest } from "@/lib/deploy/read-manifest";
import type { SampleClients } from "../sample-clients";
import { isSample, sampleTagList } from "../sample-tags";

/** A table that a sample writes to. */
export async function createTable(
  { dynamodb }: SampleClients,
  { name: TableName, key }: NonNullable<Manifest["table"]>,
): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
      KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      Tags: sampleTagList,
    }),
  );
}

export async function removeTables({ dynamodb }: SampleClients): Promise<void> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  for (const TableName of TableNames) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    const { Tags } = await dynamodb.send(
      new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }),
    );
    if (isSample(Tags)) await dynamodb.send(new DeleteTableCommand({ TableName }));
  }
}
