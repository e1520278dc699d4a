import { refuseFields } from "../http/refuse-fields.ts";
import { readItem, type Item } from "./attribute-value.ts";
import { Placeholders } from "./expressions/placeholders.ts";
import { parseProjection } from "./expressions/projection.ts";
import { placeKey, type ItemKey } from "./item-key.ts";
import { projected } from "./item-path.ts";
import { keyOf, type Table } from "./table.ts";

interface ProjectionInput {
  ProjectionExpression?: string | undefined;
  ExpressionAttributeNames?: Record<string, string> | undefined;
}

/** The place of an item to be read, and what is shown of it. */
export function prepareGet(
  table: Table,
  key: object | undefined,
  input: ProjectionInput,
): { place: ItemKey; show: (item: Item) => Item } {
  const given = readItem(key);
  const show = readProjection(input);
  return { place: placeKey(given, keyOf(table)), show };
}

function readProjection(input: ProjectionInput): (item: Item) => Item {
  const { ProjectionExpression: text, ExpressionAttributeNames: names } = input;
  const placeholders = new Placeholders(
    { ExpressionAttributeNames: names },
    { ProjectionExpression: text },
  );
  const paths = text === undefined ? undefined : parseProjection(text, placeholders);
  placeholders.checkAllUsed();
  return (item) => projected(item, paths);
}

/** The parameters that were before there were expressions. */
export function refuseLegacyReads(input: object): void {
  refuseFields("ValidationException", input, {
    AttributesToGet: "write them as a ProjectionExpression.",
    KeyConditions: "write them as a KeyConditionExpression.",
    QueryFilter: "write it as a FilterExpression.",
    ScanFilter: "write it as a FilterExpression.",
    ConditionalOperator: "write the condition as an expression.",
  });
}
