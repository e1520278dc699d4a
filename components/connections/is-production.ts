import type { Connection } from "@/lib/model/connection";

/** Names that say an account is for trying things out. Unknown counts as production. */
const harmless =
  /(^|[^a-z])(dev|develop|development|test|testing|stage|staging|sandbox|demo|local|play|playground|qa|ci)([^a-z]|$)/i;

/** Whether a connection is treated as production: a real account unless its name says otherwise. */
export function isProduction(connection: Pick<Connection, "kind" | "label">): boolean {
  return connection.kind === "profile" && !harmless.test(connection.label);
}
