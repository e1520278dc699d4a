import { resolveConnection } from "@/lib/aws/connections";
import { lock, unlock } from "@/lib/aws/unlocked";
import type { Connection } from "@/lib/model/connection";

/** Lets changes and invocations through for 15 minutes; again to start the time anew. */
export async function unlockConnection(connection: Connection): Promise<Connection> {
  unlock(connection.id);
  return resolveConnection(connection.id);
}

export async function lockConnection(connection: Connection): Promise<Connection> {
  lock(connection.id);
  return resolveConnection(connection.id);
}
