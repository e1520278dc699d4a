import type {
  QueryInput,
  QueryOutput,
  ScanInput,
  ScanOutput,
  Select,
} from "@aws-sdk/client-dynamodb";
import type { CallContext } from "../../http/service.ts";
import { newItem, type Item } from "../attribute-value.ts";
import { CapacityMeter } from "../capacity.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid, invalidParameters } from "../errors.ts";
import { parseCondition, refuseKeys, type Condition } from "../expressions/condition.ts";
import { Placeholders } from "../expressions/placeholders.ts";
import { parseProjection } from "../expressions/projection.ts";
import { segmentPlaces } from "../item-key.ts";
import { projected } from "../item-path.ts";
import type { Stretch } from "../item-store.ts";
import { readKeyCondition } from "../key-condition.ts";
import { refuseLegacyReads } from "../prepare-get.ts";
import { readStartKey, readStretch } from "../read-stretch.ts";
import { keyOf, namesOf, type Index, type Table } from "../table.ts";

/** Items of one hash key, in the order of the range key. */
export function query(deps: DynamoDbDeps, input: QueryInput, { region }: CallContext): QueryOutput {
  refuseLegacyReads(input);
  const { KeyConditionExpression: text, FilterExpression: filterText } = input;
  const table = deps.tables.requireServing(region, input.TableName);
  const index = findIndex(table, input.IndexName, input.ConsistentRead);
  if (text === undefined)
    throw invalid(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const placeholders = new Placeholders(input, {
    KeyConditionExpression: text,
    FilterExpression: filterText,
    ProjectionExpression: input.ProjectionExpression,
  });
  const key = keyOf(table, index?.keySchema);
  const stretch = readKeyCondition(text, placeholders, key);
  const { filter, show } = readView(input, placeholders, table, index);
  if (filter) refuseKeys(filter, namesOf(key));
  const after = readStartKey(table, index, input.ExclusiveStartKey);
  const forward = input.ScanIndexForward !== false;
  return answer(
    deps,
    input,
    table,
    index,
    { ...stretch, forward, ...(after && { after }) },
    filter,
    show,
  );
}

/** All items of a table or an index, or those of a segment. */
export function scan(deps: DynamoDbDeps, input: ScanInput, { region }: CallContext): ScanOutput {
  refuseLegacyReads(input);
  const table = deps.tables.requireServing(region, input.TableName);
  const index = findIndex(table, input.IndexName, input.ConsistentRead);
  const { Segment: segment, TotalSegments: total } = input;
  if ((segment === undefined) !== (total === undefined))
    throw invalid(
      segment === undefined
        ? "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"
        : "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (segment !== undefined && total !== undefined && segment >= total)
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  const placeholders = new Placeholders(input, {
    FilterExpression: input.FilterExpression,
    ProjectionExpression: input.ProjectionExpression,
  });
  const { filter, show } = readView(input, placeholders, table, index);
  const after = readStartKey(table, index, input.ExclusiveStartKey);
  const stretch: Stretch = {
    forward: true,
    ...(segment !== undefined && total !== undefined && { segment: segmentPlaces(segment, total) }),
    ...(after && { after }),
  };
  return answer(deps, input, table, index, stretch, filter, show);
}

function answer(
  { items }: DynamoDbDeps,
  input: QueryInput | ScanInput,
  table: Table,
  index: Index | undefined,
  stretch: Stretch,
  filter: Condition | undefined,
  show: (item: Item) => Item,
): QueryOutput {
  const page = readStretch(
    items,
    table,
    index,
    { ...stretch, ...(index && { index: index.name }) },
    { limit: input.Limit, filter },
  );
  const meter = new CapacityMeter(input.ReturnConsumedCapacity);
  meter.addRead(table, page.scannedBytes, input.ConsistentRead === true, index);
  return {
    ...(input.Select !== "COUNT" && { Items: page.items.map(show) as never[] }),
    Count: page.items.length,
    ScannedCount: page.scannedCount,
    ...(page.lastKey && { LastEvaluatedKey: page.lastKey as never }),
    ...meter.one(),
  };
}

function findIndex(
  table: Table,
  name: string | undefined,
  consistent: boolean | undefined,
): Index | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((one) => one.name === name);
  if (!index) throw invalid(`The table does not have the specified index: ${name}`);
  if (consistent && index.kind === "global")
    throw invalid("Consistent reads are not supported on global secondary indexes");
  return index;
}

interface ViewInput {
  Select?: Select | undefined;
  FilterExpression?: string | undefined;
  ProjectionExpression?: string | undefined;
}

/** Which items are in the answer, and what of them. */
function readView(
  input: ViewInput,
  placeholders: Placeholders,
  table: Table,
  index: Index | undefined,
): { filter: Condition | undefined; show: (item: Item) => Item } {
  const { Select: select, FilterExpression: filterText, ProjectionExpression: text } = input;
  const filter =
    filterText === undefined
      ? undefined
      : parseCondition("FilterExpression", filterText, placeholders);
  const paths = text === undefined ? undefined : parseProjection(text, placeholders);
  placeholders.checkAllUsed();
  if (select === "SPECIFIC_ATTRIBUTES" && !paths)
    throw invalid(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (select !== undefined && select !== "SPECIFIC_ATTRIBUTES" && paths)
    throw invalid(
      select === "COUNT"
        ? "Cannot specify the ProjectionExpression when choosing to get only the Count"
        : `Cannot specify the ProjectionExpression when choosing to get ${select}`,
    );
  if (select === "ALL_PROJECTED_ATTRIBUTES" && !index)
    throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  if (
    select === "ALL_ATTRIBUTES" &&
    index?.kind === "global" &&
    index.projection.ProjectionType !== "ALL"
  )
    throw invalidParameters(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  // A local index fetches from the table what it has not itself.
  const whole =
    !index || (index.kind === "local" && (paths !== undefined || select === "ALL_ATTRIBUTES"));
  const seen = whole ? (item: Item) => item : projectionOf(table, index);
  return { filter, show: (item) => projected(seen(item), paths) };
}

/** What of an item is in an index. */
function projectionOf(table: Table, index: Index): (item: Item) => Item {
  const { ProjectionType: type, NonKeyAttributes: others = [] } = index.projection;
  if (type === "ALL") return (item) => item;
  const names = new Set([
    ...namesOf(keyOf(table)),
    ...namesOf(keyOf(table, index.keySchema)),
    ...(type === "INCLUDE" ? others : []),
  ]);
  return (item) => newItem(Object.entries(item).filter(([name]) => names.has(name)));
}
