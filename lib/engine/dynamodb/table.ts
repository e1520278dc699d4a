import type {
  AttributeDefinition,
  BillingMode,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  Projection,
  StreamViewType,
  TableDescription,
} from "@aws-sdk/client-dynamodb";

type KeyType = "S" | "N" | "B";

export interface KeyAttribute {
  name: string;
  type: KeyType;
}

/** The key of a table or of an index. */
export interface Key {
  hash: KeyAttribute;
  range?: KeyAttribute;
}

export interface Index {
  name: string;
  kind: "global" | "local";
  keySchema: readonly KeySchemaElement[];
  projection: Projection;
  throughput?: Throughput;
  /** A new index of an old table is being filled until then. */
  activeAtMs: number;
}

export interface Throughput {
  readUnits: number;
  writeUnits: number;
}

export interface Table {
  /** Also the key of its items: a table of the same name made later is another one. */
  id: string;
  region: string;
  accountId: string;
  name: string;
  createdMs: number;
  /** A table is Creating, Updating or Deleting until then. */
  settling?: { status: "CREATING" | "UPDATING" | "DELETING"; untilMs: number };
  attributes: readonly AttributeDefinition[];
  keySchema: readonly KeySchemaElement[];
  indexes: readonly Index[];
  billingMode: BillingMode;
  throughput: Throughput;
  stream?: { label: string; viewType: StreamViewType };
  /** The newest stream, also when it is switched off. */
  latestStreamLabel?: string;
  timeToLive?: string;
  tags: Readonly<Record<string, string>>;
  deletionProtection: boolean;
  tableClass?: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
}

const tableArn = ({ region, accountId, name }: Pick<Table, "region" | "accountId" | "name">) =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;

export const streamArn = (table: Pick<Table, "region" | "accountId" | "name">, label: string) =>
  `${tableArn(table)}/stream/${label}`;

export function keyOf(table: Table, schema: readonly KeySchemaElement[] = table.keySchema): Key {
  const attribute = (keyType: "HASH" | "RANGE"): KeyAttribute | undefined => {
    const name = schema.find((element) => element.KeyType === keyType)?.AttributeName;
    const definition = table.attributes.find((one) => one.AttributeName === name);
    return name === undefined
      ? undefined
      : { name, type: (definition?.AttributeType ?? "S") as KeyType };
  };
  const range = attribute("RANGE");
  return { hash: attribute("HASH") as KeyAttribute, ...(range && { range }) };
}

export const namesOf = ({ hash, range }: Key): string[] =>
  range ? [hash.name, range.name] : [hash.name];

export interface Size {
  items: number;
  bytes: number;
}

export function describeTable(
  table: Table,
  nowMs: number,
  size: Size,
  sizeOfIndex: (name: string) => Size,
): TableDescription {
  const status = statusOf(table, nowMs);
  const locals = table.indexes.filter(({ kind }) => kind === "local");
  const globals = table.indexes.filter(({ kind }) => kind === "global");
  const { latestStreamLabel } = table;
  return {
    AttributeDefinitions: [...table.attributes],
    TableName: table.name,
    KeySchema: [...table.keySchema],
    TableStatus: status,
    CreationDateTime: new Date(table.createdMs),
    ProvisionedThroughput: describeThroughput(table.throughput),
    TableSizeBytes: size.bytes,
    ItemCount: size.items,
    TableArn: tableArn(table),
    TableId: table.id,
    ...(table.billingMode === "PAY_PER_REQUEST" && {
      BillingModeSummary: {
        BillingMode: "PAY_PER_REQUEST" as const,
        LastUpdateToPayPerRequestDateTime: new Date(table.createdMs),
      },
    }),
    ...(locals.length > 0 && {
      LocalSecondaryIndexes: locals.map((index) => describeLocal(table, index, sizeOfIndex)),
    }),
    ...(globals.length > 0 && {
      GlobalSecondaryIndexes: globals.map((index) =>
        describeGlobal(table, index, nowMs, sizeOfIndex),
      ),
    }),
    ...(table.stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream.viewType },
    }),
    ...(latestStreamLabel && {
      LatestStreamLabel: latestStreamLabel,
      LatestStreamArn: streamArn(table, latestStreamLabel),
    }),
    ...(table.tableClass && { TableClassSummary: { TableClass: table.tableClass } }),
    DeletionProtectionEnabled: table.deletionProtection,
    ...(table.billingMode === "PAY_PER_REQUEST" && {
      WarmThroughput: {
        ReadUnitsPerSecond: 12_000,
        WriteUnitsPerSecond: 4_000,
        Status: status === "CREATING" ? ("UPDATING" as const) : ("ACTIVE" as const),
      },
    }),
  };
}

export const statusOf = ({ settling }: Table, nowMs: number) =>
  settling && nowMs < settling.untilMs ? settling.status : ("ACTIVE" as const);

const describeThroughput = ({ readUnits, writeUnits }: Throughput) => ({
  NumberOfDecreasesToday: 0,
  ReadCapacityUnits: readUnits,
  WriteCapacityUnits: writeUnits,
});

function describeLocal(
  table: Table,
  index: Index,
  sizeOfIndex: (name: string) => Size,
): LocalSecondaryIndexDescription {
  const size = sizeOfIndex(index.name);
  return {
    IndexName: index.name,
    KeySchema: [...index.keySchema],
    Projection: index.projection,
    IndexSizeBytes: size.bytes,
    ItemCount: size.items,
    IndexArn: `${tableArn(table)}/index/${index.name}`,
  };
}

function describeGlobal(
  table: Table,
  index: Index,
  nowMs: number,
  sizeOfIndex: (name: string) => Size,
): GlobalSecondaryIndexDescription {
  const filling = nowMs < index.activeAtMs;
  return {
    ...describeLocal(table, index, sizeOfIndex),
    IndexStatus: filling ? "CREATING" : "ACTIVE",
    ...(filling && table.settling?.status !== "CREATING" && { Backfilling: true }),
    ProvisionedThroughput: describeThroughput(index.throughput ?? { readUnits: 0, writeUnits: 0 }),
  };
}
