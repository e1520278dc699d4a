import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  BatchWriteItemInput,
  BatchWriteItemOutput,
} from "@aws-sdk/client-dynamodb";
import type { CallContext } from "../../http/service.ts";
import { CapacityMeter } from "../capacity.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid } from "../errors.ts";
import type { ItemKey } from "../item-key.ts";
import { performWrite, prepareDelete, preparePut, type PreparedWrite } from "../prepare-write.ts";
import { prepareGet, refuseLegacyReads } from "../prepare-get.ts";

const mostGets = 100;
const mostWrites = 25;
const largestAnswerBytes = 16 * 1024 * 1024;

/** Up to 100 items of several tables; what 16 MB do not hold is given back unprocessed. */
export function batchGetItem(
  { tables, items }: DynamoDbDeps,
  input: BatchGetItemInput,
  { region }: CallContext,
): BatchGetItemOutput {
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, { Keys = [] }]) => sum + Keys.length, 0);
  if (count > mostGets) throw invalid("Too many items requested for the BatchGetItem call");
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  const responses: Record<string, object[]> = {};
  const unprocessed: NonNullable<BatchGetItemInput["RequestItems"]> = {};
  let bytes = 0;
  for (const [name, request] of requests) {
    refuseLegacyReads(request);
    const table = tables.requireServing(region, name);
    const wanted = (request.Keys ?? []).map((key) => ({ key, ...prepareGet(table, key, request) }));
    refuseDuplicates(wanted.map(({ place }) => place));
    const found: object[] = [];
    responses[name] = found;
    for (const { key, place, show } of wanted) {
      const stored = items.get(table, place);
      bytes += stored?.sizeBytes ?? 0;
      if (bytes > largestAnswerBytes) {
        const left = (unprocessed[name] ??= { ...request, Keys: [] });
        left.Keys?.push(key);
        continue;
      }
      meter.addRead(table, stored?.sizeBytes ?? 0, request.ConsistentRead === true);
      if (stored) found.push(show(stored.item));
    }
  }
  const consumed = meter.list();
  return {
    Responses: responses as never,
    UnprocessedKeys: unprocessed,
    ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
  };
}

/** Up to 25 puts and deletes, each for itself. */
export function batchWriteItem(
  deps: DynamoDbDeps,
  input: BatchWriteItemInput,
  { region }: CallContext,
): BatchWriteItemOutput {
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, writes]) => sum + writes.length, 0);
  if (count > mostWrites) throw invalid("Too many items requested for the BatchWriteItem call");
  if (requests.some(([, writes]) => writes.length === 0))
    throw invalid("The batch write request list for a table cannot be null or empty");
  const writes = requests.flatMap(([name, list]) => {
    const table = deps.tables.requireServing(region, name);
    const prepared = list.map(({ PutRequest: put, DeleteRequest: remove }): PreparedWrite => {
      if ((put === undefined) === (remove === undefined))
        throw invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
        );
      return put
        ? preparePut(table, { Item: put.Item })
        : prepareDelete(table, { Key: remove?.Key });
    });
    refuseDuplicates(prepared.map(({ place }) => place));
    return prepared;
  });
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  deps.items.atomically(() => {
    for (const write of writes) meter.addWrite(write.table, performWrite(deps, write));
  });
  const consumed = meter.list();
  return {
    UnprocessedItems: {},
    ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
  };
}

function refuseDuplicates(places: readonly ItemKey[]): void {
  const keys = places.map(({ hash, range }) => `${hash.toString("hex")}/${range.toString("hex")}`);
  if (new Set(keys).size < keys.length)
    throw invalid("Provided list of item keys contains duplicates");
}
