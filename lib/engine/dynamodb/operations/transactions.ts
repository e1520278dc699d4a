import type {
  CancellationReason,
  TransactGetItemsInput,
  TransactGetItemsOutput,
  TransactWriteItem,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
} from "@aws-sdk/client-dynamodb";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { sizeOfItem } from "../attribute-value.ts";
import { CapacityMeter } from "../capacity.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid } from "../errors.ts";
import {
  performWrite,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  type PreparedWrite,
} from "../prepare-write.ts";
import { prepareGet } from "../prepare-get.ts";

const largestTransactionBytes = 4 * 1024 * 1024;

/** Up to 100 writes, all or none. Their reads and conditions see the items as they were before. */
export function transactWriteItems(
  deps: DynamoDbDeps,
  input: TransactWriteItemsInput,
  { region }: CallContext,
): TransactWriteItemsOutput {
  const { items, tokens } = deps;
  const { ClientRequestToken: token } = input;
  const request = JSON.stringify(input.TransactItems);
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  const prepared = (input.TransactItems ?? []).map((item) =>
    prepareOr(() => prepare(deps, item, region)),
  );
  cancelIf(prepared.map((one) => (one instanceof ServiceError ? { error: one } : {})));
  const writes = prepared as PreparedWrite[];
  refuseTwice(writes);
  if (token !== undefined && tokens.isDone(token, request)) {
    for (const { table } of writes) meter.add(table, 2);
    return consumed(meter);
  }
  items.atomically(() => {
    let bytes = 0;
    const outcomes = writes.map((write): { error?: ServiceError } => {
      try {
        const done = performWrite(deps, write);
        bytes += done.after ? sizeOfItem(done.after) : 0;
        meter.addWrite(write.table, done, 2);
        return {};
      } catch (error) {
        if (error instanceof ServiceError) return { error };
        throw error;
      }
    });
    cancelIf(outcomes);
    if (bytes > largestTransactionBytes)
      throw invalid("Transaction request cannot include more than 4 MB of data");
    if (token !== undefined) tokens.remember(token, request);
  });
  return consumed(meter);
}

const consumed = (meter: CapacityMeter): TransactWriteItemsOutput => {
  const list = meter.list();
  return list.length > 0 ? { ConsumedCapacity: list } : {};
};

function prepare({ tables }: DynamoDbDeps, item: TransactWriteItem, region: string): PreparedWrite {
  const given = Object.entries(item).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  const { ConditionCheck: check, Put: put, Update: update, Delete: remove } = item;
  const table = tables.requireServing(region, (check ?? put ?? update ?? remove)?.TableName);
  if (check) return prepareCheck(table, check);
  if (put) return preparePut(table, put);
  if (update) return prepareUpdate(table, update);
  return prepareDelete(table, remove as NonNullable<typeof remove>);
}

/** What is wrong with an item itself cancels the transaction; a wrong expression or table fails the call. */
function prepareOr(work: () => PreparedWrite): PreparedWrite | ServiceError {
  try {
    return work();
  } catch (error) {
    const ofItem =
      error instanceof ServiceError &&
      error.code === "ValidationException" &&
      /^(One or more parameter values|The provided key element|Item size)/.test(error.message);
    if (ofItem) return error;
    throw error;
  }
}

function refuseTwice(writes: readonly PreparedWrite[]): void {
  const keys = writes.map(
    ({ table, place }) =>
      `${table.id}/${place.hash.toString("hex")}/${place.range.toString("hex")}`,
  );
  if (new Set(keys).size < keys.length)
    throw invalid("Transaction request cannot include multiple operations on one item");
}

/** Throws TransactionCanceledException when any of the outcomes is an error; it has a reason for every item. */
function cancelIf(outcomes: readonly { error?: ServiceError }[]): void {
  if (outcomes.every(({ error }) => !error)) return;
  const reasons = outcomes.map(({ error }): CancellationReason => {
    if (!error) return { Code: "None" };
    const code = codes[error.code] ?? error.code;
    const { Item: item } = error.fields;
    return {
      Code: code,
      Message: error.message,
      ...(item !== undefined && { Item: item as never }),
    };
  });
  throw new ServiceError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(", ")}]`,
    400,
    { CancellationReasons: reasons },
  );
}

const codes: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: "ConditionalCheckFailed",
  ValidationException: "ValidationError",
};

/** Up to 100 items at one moment. */
export function transactGetItems(
  { tables, items }: DynamoDbDeps,
  input: TransactGetItemsInput,
  { region }: CallContext,
): TransactGetItemsOutput {
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  const gets = (input.TransactItems ?? []).map(({ Get: get }) => {
    const table = tables.requireServing(region, get?.TableName);
    return { table, ...prepareGet(table, get?.Key, get ?? {}) };
  });
  const responses = gets.map(({ table, place, show }) => {
    const stored = items.get(table, place);
    meter.add(table, Math.max(1, Math.ceil((stored?.sizeBytes ?? 0) / 4096)) * 2);
    return stored ? { Item: show(stored.item) as never } : {};
  });
  const list = meter.list();
  return { Responses: responses, ...(list.length > 0 && { ConsumedCapacity: list }) };
}
