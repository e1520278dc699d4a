import type { Delete, Put, Update as UpdateInput } from "@aws-sdk/client-dynamodb";
import { newItem, readItem, sizeOfItem, type Item } from "./attribute-value.ts";
import type { DynamoDbDeps } from "./dynamodb-deps.ts";
import { conditionFailed, invalidParameters } from "./errors.ts";
import { holds, parseCondition, type Condition } from "./expressions/condition.ts";
import { Placeholders } from "./expressions/placeholders.ts";
import { applyUpdate, parseUpdate, updatedKey, type Update } from "./expressions/update.ts";
import { placeItem, placeKey, type ItemKey } from "./item-key.ts";
import { keyOf, namesOf, type Table } from "./table.ts";
import { checkItem, writeItem } from "./write-item.ts";

/** One write of an item, read and checked, ready to be done. */
export interface PreparedWrite {
  table: Table;
  place: ItemKey;
  condition?: Condition;
  /** The item afterwards; undefined for none. Throws for an update that cannot be done on this item. */
  change(before: Item | undefined): Item | undefined;
  /** A condition without a change. */
  checksOnly?: boolean;
  showsOldOnFailure: boolean;
  update?: Update;
}

export interface DoneWrite {
  before: Item | undefined;
  after: Item | undefined;
  /** The larger of both. */
  sizeBytes: number;
}

/** The parts of their inputs that single calls and transactions share. */
type PutInput = Omit<Put, "TableName">;
type DeleteInput = Omit<Delete, "TableName">;
type ChangeInput = Omit<UpdateInput, "TableName" | "UpdateExpression"> & {
  UpdateExpression?: string | undefined;
};

export function preparePut(table: Table, input: PutInput): PreparedWrite {
  const item = readItem(input.Item);
  const { condition, placeholders } = readCondition(input);
  placeholders.checkAllUsed();
  const place = placeItem(item, keyOf(table));
  checkItem(table, item);
  return { table, place, ...condition, change: () => item, showsOldOnFailure: showsOld(input) };
}

export function prepareDelete(table: Table, input: DeleteInput): PreparedWrite {
  const key = readItem(input.Key);
  const { condition, placeholders } = readCondition(input);
  placeholders.checkAllUsed();
  const place = placeKey(key, keyOf(table));
  return {
    table,
    place,
    ...condition,
    change: () => undefined,
    showsOldOnFailure: showsOld(input),
  };
}

/** A condition on an item that does not change, in a transaction. */
export const prepareCheck = (table: Table, input: DeleteInput): PreparedWrite => ({
  ...prepareDelete(table, input),
  change: (before) => before,
  checksOnly: true,
});

export function prepareUpdate(table: Table, input: ChangeInput): PreparedWrite {
  const key = readItem(input.Key);
  const { condition, placeholders } = readCondition(input, {
    UpdateExpression: input.UpdateExpression,
  });
  const update =
    input.UpdateExpression === undefined ? [] : parseUpdate(input.UpdateExpression, placeholders);
  placeholders.checkAllUsed();
  const tableKey = keyOf(table);
  const place = placeKey(key, tableKey);
  const changedKey = updatedKey(update, namesOf(tableKey));
  if (changedKey !== undefined)
    throw invalidParameters(
      `Cannot update attribute ${changedKey}. This attribute is part of the key`,
    );
  return {
    table,
    place,
    ...condition,
    update,
    showsOldOnFailure: showsOld(input),
    change(before) {
      // An item that is not there begins as its key.
      const after = applyUpdate(update, before ?? newItem(Object.entries(key)));
      checkItem(table, after, true);
      return after;
    },
  };
}

const showsOld = (input: { ReturnValuesOnConditionCheckFailure?: string | undefined }): boolean =>
  input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";

function readCondition(
  input: {
    ConditionExpression?: string | undefined;
    ExpressionAttributeNames?: Record<string, string> | undefined;
    ExpressionAttributeValues?: Record<string, object> | undefined;
  },
  others: Readonly<Record<string, string | undefined>> = {},
): { condition: { condition?: Condition }; placeholders: Placeholders } {
  const text = input.ConditionExpression;
  const placeholders = new Placeholders(input, { ...others, ConditionExpression: text });
  const condition =
    text === undefined ? undefined : parseCondition("ConditionExpression", text, placeholders);
  return { condition: condition ? { condition } : {}, placeholders };
}

/** Does a write, or throws ConditionalCheckFailedException. Within `items.atomically`. */
export function performWrite(
  deps: Pick<DynamoDbDeps, "items" | "streams">,
  write: PreparedWrite,
): DoneWrite {
  const stored = deps.items.get(write.table, write.place);
  const before = stored?.item;
  if (write.condition && !holds(write.condition, before ?? newItem()))
    throw conditionFailed(write.showsOldOnFailure ? before : undefined);
  const after = write.change(before);
  if (!write.checksOnly) writeItem(deps, write.table, write.place, before, after);
  const sizeBytes = Math.max(stored?.sizeBytes ?? 0, after ? sizeOfItem(after) : 0);
  return { before, after, sizeBytes };
}
