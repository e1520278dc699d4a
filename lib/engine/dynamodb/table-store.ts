import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { resourceInUse, tableNotFound, tableNotFoundByName } from "./errors.ts";
import type { ItemStore } from "./item-store.ts";
import { statusOf, type Table } from "./table.ts";

/** Tables by region and name; a moving state ends by the clock, so that it survives a restart. */
export class TableStore {
  readonly #tables: DocumentTable<Table>;
  readonly #items: ItemStore;
  readonly #clock: Clock;
  readonly #settleMs: number;

  constructor(database: EngineDatabase, items: ItemStore, clock: Clock, settleMs: number) {
    this.#tables = new DocumentTable(database, "dynamodb_tables");
    this.#items = items;
    this.#clock = clock;
    this.#settleMs = settleMs;
    for (const table of this.#tables.values())
      if (table.settling?.status === "DELETING") this.#deleteLater(table);
  }

  get(region: string, name: string): Table | undefined {
    const table = this.#tables.get(keyOf(region, name));
    const gone =
      table?.settling?.status === "DELETING" && statusOf(table, this.#clock.now()) === "ACTIVE";
    return gone ? undefined : table;
  }

  /** The table of a name or an ARN, in whatever state. Throws ResourceNotFoundException. */
  require(region: string, nameOrArn: string | undefined): Table {
    const name = tableName(nameOrArn);
    const table = this.get(region, name);
    if (!table) throw tableNotFoundByName(name);
    return table;
  }

  /** A table that serves items: tables that are being made or deleted do not. */
  requireServing(region: string, nameOrArn: string | undefined): Table {
    const table = this.get(region, tableName(nameOrArn));
    const status = table && statusOf(table, this.#clock.now());
    if (!table || status === "CREATING" || status === "DELETING") throw tableNotFound();
    return table;
  }

  /** A table that can be changed. Throws ResourceInUseException. */
  requireSettled(region: string, nameOrArn: string | undefined): Table {
    const table = this.require(region, nameOrArn);
    const status = statusOf(table, this.#clock.now());
    if (status === "ACTIVE") return table;
    throw resourceInUse(
      `Attempt to change a resource which is still in use: Table is being ${status.toLowerCase().replace(/ing$/, "ed")}: ${table.name}`,
    );
  }

  list(region?: string): Table[] {
    return [...this.#tables.values()]
      .filter((table) => region === undefined || table.region === region)
      .filter((table) => this.get(table.region, table.name) !== undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  put(table: Table): void {
    this.#tables.set(keyOf(table.region, table.name), table);
  }

  /** Begins a moving state. */
  move(table: Table, status: "CREATING" | "UPDATING" | "DELETING"): Table {
    const moving = { ...table, settling: { status, untilMs: this.#clock.now() + this.#settleMs } };
    this.put(moving);
    if (status === "DELETING") this.#deleteLater(moving);
    return moving;
  }

  #deleteLater(table: Table): void {
    const waitMs = (table.settling?.untilMs ?? 0) - this.#clock.now();
    this.#clock.after(Math.max(0, waitMs), () => {
      // A new table may have taken the name.
      const key = keyOf(table.region, table.name);
      this.#items.atomically(() => {
        this.#items.deleteTable(table);
        if (this.#tables.get(key)?.id === table.id) this.#tables.delete(key);
      });
    });
  }
}

const keyOf = (region: string, name: string): string => `${region}/${name}`;

/** Operations take a table's ARN for its name. */
const tableName = (nameOrArn = ""): string => nameOrArn.split(":table/").at(-1) ?? "";
