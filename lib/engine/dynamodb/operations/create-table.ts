import { randomUUID } from "node:crypto";
import type { CreateTableInput, CreateTableOutput } from "@aws-sdk/client-dynamodb";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { checkSchema, checkTableName, readIndexes, readThroughput } from "../check-schema.ts";
import { describe } from "../describe.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid, resourceInUse } from "../errors.ts";
import type { Table } from "../table.ts";
import { checkTags } from "../tags.ts";

/** Makes a table; it serves items when its state has settled. */
export function createTable(
  deps: DynamoDbDeps,
  input: CreateTableInput,
  { region, accountId }: CallContext,
): CreateTableOutput {
  const { tables, streams, clock } = deps;
  const { TableName: name = "", BillingMode: billingMode = "PROVISIONED" } = input;
  refuseFields("ValidationException", input, {
    ...tableRefusals,
    GlobalTableSourceArn: "tables are in one region.",
    GlobalTableSettingsReplicationMode: "tables are in one region.",
    ResourcePolicy: "permissions are not checked.",
  });
  checkTableName(name);
  checkSchema(input);
  const throughput = readThroughput(billingMode, input.ProvisionedThroughput);
  const tags = checkTags(input.Tags ?? []);
  const { StreamSpecification: stream } = input;
  if (stream?.StreamEnabled && !stream.StreamViewType)
    throw invalid(
      "One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true",
    );
  if (stream && !stream.StreamEnabled && stream.StreamViewType)
    throw invalid(
      "One or more parameter values were invalid: Table is being created with a stream disabled, UpdateStreamViewType should not be specified",
    );
  if (tables.get(region, name)) throw resourceInUse(`Table already exists: ${name}`);
  const table: Table = {
    id: randomUUID(),
    region,
    accountId,
    name,
    createdMs: clock.now(),
    attributes: input.AttributeDefinitions ?? [],
    keySchema: input.KeySchema ?? [],
    indexes: readIndexes(input, billingMode),
    billingMode,
    throughput,
    tags,
    deletionProtection: input.DeletionProtectionEnabled ?? false,
    ...(input.TableClass && { tableClass: input.TableClass }),
  };
  const opened =
    stream?.StreamEnabled && stream.StreamViewType
      ? streams.open(table, stream.StreamViewType)
      : undefined;
  const made = tables.move(
    {
      ...table,
      ...(opened && {
        stream: { label: opened.label, viewType: opened.viewType },
        latestStreamLabel: opened.label,
      }),
    },
    "CREATING",
  );
  return { TableDescription: describe(deps, made) };
}

/** What tables may be asked for and would not get, here and in UpdateTable. */
export const tableRefusals = {
  VectorIndexes: "there is no search by vectors.",
  VectorIndexUpdates: "there is no search by vectors.",
  WarmThroughput: "capacity is not limited.",
  OnDemandThroughput: "capacity is not limited.",
  SSESpecification: "there is no key management.",
} as const;
