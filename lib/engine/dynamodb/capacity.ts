import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { sameValue, type Item } from "./attribute-value.ts";
import { namesOf, keyOf, type Table } from "./table.ts";
import type { DoneWrite } from "./prepare-write.ts";

/** Units by table and index, to be told where a call asks for it. */
export class CapacityMeter {
  readonly #tables = new Map<
    string,
    { table: number; indexes: Map<string, { kind: string; units: number }> }
  >();

  constructor(private readonly detail: string | undefined) {}

  add(table: Table, units: number, index?: { name: string; kind: "global" | "local" }): void {
    let entry = this.#tables.get(table.name);
    if (!entry) this.#tables.set(table.name, (entry = { table: 0, indexes: new Map() }));
    if (!index) entry.table += units;
    else {
      const before = entry.indexes.get(index.name)?.units ?? 0;
      entry.indexes.set(index.name, { kind: index.kind, units: before + units });
    }
  }

  /** One unit for each KB of the item, and of each index entry that changes. */
  addWrite(table: Table, { before, after, sizeBytes }: DoneWrite, factor = 1): void {
    const units = Math.max(1, Math.ceil(sizeBytes / 1024)) * factor;
    this.add(table, units);
    for (const index of table.indexes) {
      const names = namesOf(keyOf(table, index.keySchema));
      const had = hasAll(before, names);
      const has = hasAll(after, names);
      const changed =
        before === undefined || after === undefined || !sameValue({ M: before }, { M: after });
      if ((had || has) && changed) this.add(table, units, index);
    }
  }

  addRead(
    table: Table,
    sizeBytes: number,
    consistent: boolean,
    index?: { name: string; kind: "global" | "local" },
  ): void {
    this.add(table, Math.max(1, Math.ceil(sizeBytes / 4096)) * (consistent ? 1 : 0.5), index);
  }

  /** As `ConsumedCapacity` of one table. */
  one(): { ConsumedCapacity?: ConsumedCapacity } {
    const [first] = this.list();
    return first ? { ConsumedCapacity: first } : {};
  }

  list(): ConsumedCapacity[] {
    if (this.detail !== "TOTAL" && this.detail !== "INDEXES") return [];
    return [...this.#tables].map(([name, { table, indexes }]) => {
      const total = [...indexes.values()].reduce((sum, { units }) => sum + units, table);
      const of = (kind: string) => {
        const found = [...indexes].filter(([, index]) => index.kind === kind);
        return found.length > 0
          ? Object.fromEntries(found.map(([index, { units }]) => [index, { CapacityUnits: units }]))
          : undefined;
      };
      const global = of("global");
      const local = of("local");
      return {
        TableName: name,
        CapacityUnits: total,
        ...(this.detail === "INDEXES" && {
          Table: { CapacityUnits: table },
          ...(local && { LocalSecondaryIndexes: local }),
          ...(global && { GlobalSecondaryIndexes: global }),
        }),
      };
    });
  }
}

const hasAll = (item: Item | undefined, names: readonly string[]): boolean =>
  item !== undefined && names.every((name) => item[name] !== undefined);
