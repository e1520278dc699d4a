import type { GetItemInput, GetItemOutput } from "@aws-sdk/client-dynamodb";
import type { CallContext } from "../../http/service.ts";
import { CapacityMeter } from "../capacity.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { prepareGet, refuseLegacyReads } from "../prepare-get.ts";

export function getItem(
  { tables, items }: DynamoDbDeps,
  input: GetItemInput,
  { region }: CallContext,
): GetItemOutput {
  refuseLegacyReads(input);
  const table = tables.requireServing(region, input.TableName);
  const { place, show } = prepareGet(table, input.Key, input);
  const stored = items.get(table, place);
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  meter.addRead(table, stored?.sizeBytes ?? 0, input.ConsistentRead === true);
  return { ...(stored && { Item: show(stored.item) as never }), ...meter.one() };
}
