import type {
  AttributeDefinition,
  CreateTableInput,
  KeySchemaElement,
  Projection,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "./errors.ts";
import type { Index, Throughput } from "./table.ts";

type SchemaInput = Pick<
  CreateTableInput,
  "AttributeDefinitions" | "KeySchema" | "LocalSecondaryIndexes" | "GlobalSecondaryIndexes"
>;

const mostGlobalIndexes = 20;
const mostLocalIndexes = 5;

/** A table's keys and indexes by DynamoDB's rules. Throws ValidationException. */
export function checkSchema(input: SchemaInput): void {
  const attributes = input.AttributeDefinitions ?? [];
  const names = attributes.map(({ AttributeName }) => AttributeName ?? "");
  const locals = input.LocalSecondaryIndexes ?? [];
  const globals = input.GlobalSecondaryIndexes ?? [];
  const keySchema = input.KeySchema ?? [];
  if (new Set(names).size < names.length)
    throw invalidParameters("Cannot redefine attributes in AttributeDefinitions");
  checkKeySchema(keySchema, attributes);
  if (input.LocalSecondaryIndexes && locals.length === 0)
    throw invalidParameters("List of LocalSecondaryIndexes is empty");
  if (input.GlobalSecondaryIndexes && globals.length === 0)
    throw invalidParameters("List of GlobalSecondaryIndexes is empty");
  if (locals.length > mostLocalIndexes)
    throw invalidParameters("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  if (globals.length > mostGlobalIndexes)
    throw invalidParameters("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  const [hash, range] = keySchema;
  if (locals.length > 0 && !range)
    throw invalidParameters(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  for (const index of locals) {
    checkKeySchema(index.KeySchema ?? [], attributes);
    if (index.KeySchema?.length !== 2)
      throw invalidParameters(
        `Index KeySchema does not have a range key for index: ${index.IndexName}`,
      );
    if (index.KeySchema[0]?.AttributeName !== hash?.AttributeName)
      throw invalidParameters(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index.IndexName}. index hash key: ${index.KeySchema[0]?.AttributeName}, table hash key: ${hash?.AttributeName}`,
      );
    checkProjection(index.Projection);
  }
  for (const index of globals) {
    checkKeySchema(index.KeySchema ?? [], attributes);
    checkProjection(index.Projection);
  }
  const indexNames = [...locals, ...globals].map(({ IndexName }) => IndexName ?? "");
  const twice = indexNames.find((name, place) => indexNames.indexOf(name) !== place);
  if (twice !== undefined) throw invalidParameters(`Duplicate index name: ${twice}`);
  checkAllUsed(names, [
    keySchema,
    ...[...locals, ...globals].map((index) => index.KeySchema ?? []),
  ]);
}

function checkAllUsed(
  names: readonly string[],
  schemas: readonly (readonly KeySchemaElement[])[],
): void {
  const used = new Set(schemas.flat().map(({ AttributeName }) => AttributeName));
  if (names.every((name) => used.has(name))) return;
  throw schemas.length === 1
    ? invalidParameters(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
      )
    : invalidParameters(
        `Some AttributeDefinitions are not used. AttributeDefinitions: [${names.join(", ")}], keys used: [${[...used].join(", ")}]`,
      );
}

/** One hash key and at most one range key, in this order, both defined. */
export function checkKeySchema(
  schema: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
): void {
  const [first, second, third] = schema;
  if (third) throw invalidParameters("Too many KeySchemaElements; a key has at most two");
  if (first?.KeyType !== "HASH")
    throw invalidParameters("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (second && second.KeyType !== "RANGE")
    throw invalidParameters(
      "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
    );
  if (second && first.AttributeName === second.AttributeName)
    throw invalidParameters(
      "Both the Hash Key and the Range Key element in the KeySchema have the same name",
    );
  const defined = attributes.map(({ AttributeName }) => AttributeName);
  const missing = schema.find(({ AttributeName }) => !defined.includes(AttributeName));
  if (missing)
    throw invalidParameters(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${schema.map(({ AttributeName }) => AttributeName).join(", ")}], AttributeDefinitions: [${defined.join(", ")}]`,
    );
}

export function checkProjection(projection: Projection | undefined): void {
  const { ProjectionType: type, NonKeyAttributes: others } = projection ?? {};
  if (type === undefined) throw invalidParameters("Unknown ProjectionType: null");
  if (type === "INCLUDE" && !others?.length)
    throw invalidParameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  if (type !== "INCLUDE" && others)
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
}

interface ThroughputInput {
  ReadCapacityUnits: number | undefined;
  WriteCapacityUnits: number | undefined;
}

/** The capacity of a table or an index; kept and given back, nothing is throttled by it. */
export function readThroughput(
  billingMode: string,
  given: ThroughputInput | undefined,
  where = "",
): Throughput {
  if (billingMode === "PAY_PER_REQUEST") {
    if (given)
      throw invalidParameters(
        `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
      );
    return { readUnits: 0, writeUnits: 0 };
  }
  if (!given)
    throw where === ""
      ? invalidParameters(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
        )
      : invalidParameters(`ProvisionedThroughput is not specified for index: ${where}`);
  return { readUnits: given.ReadCapacityUnits ?? 1, writeUnits: given.WriteCapacityUnits ?? 1 };
}

/** The indexes of a new table. */
export function readIndexes(input: CreateTableInput, billingMode: string): Index[] {
  return [
    ...(input.LocalSecondaryIndexes ?? []).map((index): Index => ({
      name: index.IndexName ?? "",
      kind: "local",
      keySchema: index.KeySchema ?? [],
      projection: index.Projection ?? {},
      activeAtMs: 0,
    })),
    ...(input.GlobalSecondaryIndexes ?? []).map((index): Index => ({
      name: index.IndexName ?? "",
      kind: "global",
      keySchema: index.KeySchema ?? [],
      projection: index.Projection ?? {},
      throughput: readThroughput(billingMode, index.ProvisionedThroughput, index.IndexName),
      activeAtMs: 0,
    })),
  ];
}

/** CreateTable's own rule; every other operation takes ARNs too. */
export function checkTableName(name: string): void {
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name))
    throw invalid(
      "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'",
    );
}
