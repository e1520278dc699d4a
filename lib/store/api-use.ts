import type { UseItem } from "@/lib/model/api-use";
import { database, type StoreDatabase } from "./database";

/** How many days are kept. */
const keptDays = 31;

export interface UseAmount {
  connectionId: string;
  /** `2026-11-26` */
  day: string;
  item: UseItem;
  amount: number;
}

/** Adds to what connections were asked for; also what another process has added stays. */
export function addUse(amounts: readonly UseAmount[], store: StoreDatabase = database()): void {
  const add = store.prepare(
    `INSERT INTO api_use (connection_id, day, item, amount) VALUES (?, ?, ?, ?)
     ON CONFLICT (connection_id, day, item) DO UPDATE SET amount = amount + excluded.amount`,
  );
  store.transaction(() => {
    for (const { connectionId, day, item, amount } of amounts)
      add.run(connectionId, day, item, amount);
    store.exec(`DELETE FROM api_use WHERE day < date('now', '-${keptDays} days')`);
  })();
}

/** What a connection was asked for, newest day first; with `day`, on that day only. */
export function readUse(
  connectionId: string,
  day?: string,
  store: StoreDatabase = database(),
): Omit<UseAmount, "connectionId">[] {
  return store
    .prepare(
      `SELECT day, item, amount FROM api_use
       WHERE connection_id = :connection AND (:day IS NULL OR day = :day) ORDER BY day DESC`,
    )
    .all({ connection: connectionId, day: day ?? null }) as Omit<UseAmount, "connectionId">[];
}
