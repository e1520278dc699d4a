import type { Clock } from "../clock.ts";
import type { DynamoDbDeps } from "./dynamodb-deps.ts";
import { placeItem } from "./item-key.ts";
import { keyOf, type Table } from "./table.ts";
import { writeItem } from "./write-item.ts";

/** AWS deletes expired items within a few days; here they are looked for every ten seconds. */
const sweepEveryMs = 10_000;
const deletedTogether = 500;

/** Deletes items whose time is up, as a service: their stream records say so. */
export class ExpirySweep {
  #cancel: (() => void) | undefined;

  constructor(
    private readonly deps: Pick<DynamoDbDeps, "tables" | "items" | "streams"> & { clock: Clock },
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.#cancel = this.deps.clock.after(sweepEveryMs, () => {
      try {
        for (const table of this.deps.tables.list())
          if (table.timeToLive !== undefined) this.#sweep(table);
      } catch (error) {
        this.onError(error);
      }
      this.start();
    });
  }

  close(): void {
    this.#cancel?.();
  }

  #sweep(table: Table): void {
    const { items, clock } = this.deps;
    const nowSeconds = Math.floor(clock.now() / 1000);
    items.atomically(() => {
      for (const item of items.expired(table, nowSeconds, deletedTogether))
        writeItem(this.deps, table, placeItem(item, keyOf(table)), item, undefined, {
          type: "Service",
          principalId: "dynamodb.amazonaws.com",
        });
    });
  }
}
