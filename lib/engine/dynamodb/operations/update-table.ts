import type {
  GlobalSecondaryIndexUpdate,
  UpdateTableInput,
  UpdateTableOutput,
} from "@aws-sdk/client-dynamodb";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { checkKeySchema, checkProjection, readThroughput } from "../check-schema.ts";
import { describe } from "../describe.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid, invalidParameters } from "../errors.ts";
import { streamArn, type Index, type Table } from "../table.ts";
import { tableRefusals } from "./create-table.ts";

/** Changes a table's billing, stream, class, protection or one of its global indexes. */
export function updateTable(
  deps: DynamoDbDeps,
  input: UpdateTableInput,
  { region }: CallContext,
): UpdateTableOutput {
  const { tables } = deps;
  refuseFields("ValidationException", input, {
    ...tableRefusals,
    ReplicaUpdates: "tables are in one region.",
    GlobalTableWitnessUpdates: "tables are in one region.",
    MultiRegionConsistency: "tables are in one region.",
    GlobalTableSettingsReplicationMode: "tables are in one region.",
    DisassociationProtectionEnabled: "tables are in one region.",
  });
  const { TableName: _name, AttributeDefinitions: _attributes, ...changes } = input;
  if (Object.values(changes).every((value) => value === undefined))
    throw invalid(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
    );
  let table = tables.requireSettled(region, input.TableName);
  table = withBilling(table, input);
  for (const update of input.GlobalSecondaryIndexUpdates ?? [])
    table = withIndexUpdate(deps, table, update, input);
  table = withStream(deps, table, input);
  const moved = tables.move(
    {
      ...table,
      ...(input.TableClass && { tableClass: input.TableClass }),
      deletionProtection: input.DeletionProtectionEnabled ?? table.deletionProtection,
    },
    "UPDATING",
  );
  // A new index is filled to the end of the state in which the table tells of it.
  const settled: Table = {
    ...moved,
    indexes: moved.indexes.map((index) =>
      index.activeAtMs === Infinity
        ? { ...index, activeAtMs: moved.settling?.untilMs ?? 0 }
        : index,
    ),
  };
  tables.put(settled);
  return { TableDescription: describe(deps, settled) };
}

function withBilling(table: Table, input: UpdateTableInput): Table {
  const { BillingMode: billingMode = table.billingMode, ProvisionedThroughput: given } = input;
  if (billingMode === table.billingMode && !given) return table;
  const throughput = readThroughput(billingMode, given);
  if (
    billingMode === table.billingMode &&
    billingMode === "PROVISIONED" &&
    throughput.readUnits === table.throughput.readUnits &&
    throughput.writeUnits === table.throughput.writeUnits
  )
    throw invalid(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${throughput.readUnits}. Requested ReadCapacityUnits: ${throughput.readUnits}. Current WriteCapacityUnits provisioned for the table: ${throughput.writeUnits}. Requested WriteCapacityUnits: ${throughput.writeUnits}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
  return { ...table, billingMode, throughput };
}

function withIndexUpdate(
  { items }: DynamoDbDeps,
  table: Table,
  { Create: create, Update: update, Delete: remove }: GlobalSecondaryIndexUpdate,
  input: UpdateTableInput,
): Table {
  if ([create, update, remove].filter(Boolean).length !== 1)
    throw invalidParameters(
      "Only one global secondary index update per index is allowed simultaneously.",
    );
  const name = (create ?? update ?? remove)?.IndexName ?? "";
  const known = table.indexes.find((index) => index.name === name);
  if (create) {
    if (known) throw invalid(`Attempting to create an index which already exists: ${name}`);
    const attributes = [
      ...table.attributes,
      ...(input.AttributeDefinitions ?? []).filter(
        ({ AttributeName }) => !table.attributes.some((one) => one.AttributeName === AttributeName),
      ),
    ];
    checkKeySchema(create.KeySchema ?? [], attributes);
    checkProjection(create.Projection);
    const index: Index = {
      name,
      kind: "global",
      keySchema: create.KeySchema ?? [],
      projection: create.Projection ?? {},
      throughput: readThroughput(table.billingMode, create.ProvisionedThroughput, name),
      activeAtMs: Infinity,
    };
    const used = new Set(
      [table.keySchema, ...[...table.indexes, index].map(({ keySchema }) => keySchema)]
        .flat()
        .map(({ AttributeName }) => AttributeName),
    );
    const changed = {
      ...table,
      attributes: attributes.filter(({ AttributeName }) => used.has(AttributeName)),
      indexes: [...table.indexes, index],
    };
    items.atomically(() => items.fillIndex(changed, index));
    return changed;
  }
  if (known?.kind !== "global")
    throw new ServiceError("ResourceNotFoundException", "Requested resource not found", 400);
  const others = table.indexes.filter((index) => index !== known);
  if (update)
    return {
      ...table,
      indexes: [
        ...others,
        {
          ...known,
          throughput: readThroughput(table.billingMode, update.ProvisionedThroughput, name),
        },
      ],
    };
  items.dropIndex(table, name);
  return { ...table, indexes: others };
}

function withStream({ streams }: DynamoDbDeps, table: Table, input: UpdateTableInput): Table {
  const { StreamSpecification: wanted } = input;
  if (!wanted) return table;
  const { stream, ...without } = table;
  if (wanted.StreamEnabled) {
    if (!wanted.StreamViewType)
      throw invalidParameters("StreamViewType is required when StreamEnabled is true");
    if (stream) throw invalid(`Table already has an enabled stream: TableName: ${table.name}`);
    const { label, viewType } = streams.open(table, wanted.StreamViewType);
    return { ...table, stream: { label, viewType }, latestStreamLabel: label };
  }
  if (!stream) throw invalid(`Table does not have a stream to disable: TableName: ${table.name}`);
  streams.close(streamArn(table, stream.label));
  return without;
}
