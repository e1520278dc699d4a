import type {
  DeleteItemInput,
  DeleteItemOutput,
  PutItemInput,
  PutItemOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from "@aws-sdk/client-dynamodb";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import type { Item } from "../attribute-value.ts";
import { CapacityMeter } from "../capacity.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid } from "../errors.ts";
import type { Path } from "../expressions/placeholders.ts";
import { projected, valueAt } from "../item-path.ts";
import { updatedPaths } from "../expressions/update.ts";
import { collectionMetrics } from "../item-collections.ts";
import {
  performWrite,
  prepareDelete,
  preparePut,
  prepareUpdate,
  type DoneWrite,
  type PreparedWrite,
} from "../prepare-write.ts";

const legacy = {
  Expected: "write it as a ConditionExpression.",
  ConditionalOperator: "write the condition as a ConditionExpression.",
  AttributeUpdates: "write them as an UpdateExpression.",
} as const;

interface WriteInput {
  ReturnValues?: string | undefined;
  ReturnConsumedCapacity?: string | undefined;
  ReturnItemCollectionMetrics?: string | undefined;
}

export function putItem(
  deps: DynamoDbDeps,
  input: PutItemInput,
  { region }: CallContext,
): PutItemOutput {
  refuseFields("ValidationException", input, legacy);
  checkReturnValues(input.ReturnValues, ["NONE", "ALL_OLD"]);
  return perform(deps, input, (table) => preparePut(table, input), region, input.TableName);
}

export function deleteItem(
  deps: DynamoDbDeps,
  input: DeleteItemInput,
  { region }: CallContext,
): DeleteItemOutput {
  refuseFields("ValidationException", input, legacy);
  checkReturnValues(input.ReturnValues, ["NONE", "ALL_OLD"]);
  return perform(deps, input, (table) => prepareDelete(table, input), region, input.TableName);
}

export function updateItem(
  deps: DynamoDbDeps,
  input: UpdateItemInput,
  { region }: CallContext,
): UpdateItemOutput {
  refuseFields("ValidationException", input, legacy);
  return perform(deps, input, (table) => prepareUpdate(table, input), region, input.TableName);
}

function checkReturnValues(value: string | undefined, possible: readonly string[]): void {
  if (value !== undefined && !possible.includes(value))
    throw invalid("Return values set to invalid value");
}

function perform(
  deps: DynamoDbDeps,
  input: WriteInput,
  prepare: (table: PreparedWrite["table"]) => PreparedWrite,
  region: string,
  tableName: string | undefined,
): PutItemOutput & UpdateItemOutput {
  const table = deps.tables.requireServing(region, tableName);
  const write = prepare(table);
  const done = deps.items.atomically(() => performWrite(deps, write));
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  meter.addWrite(table, done);
  const attributes = returned(input.ReturnValues, done, write.update && updatedPaths(write.update));
  return {
    ...(attributes && { Attributes: attributes as never }),
    ...meter.one(),
    ...collectionMetrics(table, done, input.ReturnItemCollectionMetrics),
  };
}

/** What `ReturnValues` asks for; undefined for nothing. */
function returned(
  kind: string | undefined,
  { before, after }: DoneWrite,
  paths: readonly Path[] = [],
): Item | undefined {
  const changed = (item: Item | undefined): Item | undefined => {
    if (!item) return undefined;
    const found = projected(
      item,
      paths.filter((path) => valueAt(item, path) !== undefined),
    );
    return Object.keys(found).length > 0 && paths.length > 0 ? found : undefined;
  };
  switch (kind) {
    case "ALL_OLD":
      return before;
    case "ALL_NEW":
      return after;
    case "UPDATED_OLD":
      return changed(before);
    case "UPDATED_NEW":
      return changed(after);
    default:
      return undefined;
  }
}
