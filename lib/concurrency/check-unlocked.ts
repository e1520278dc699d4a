import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";

/** Refuses a plan on a locked connection as a whole, before its first step is. */
export function checkUnlocked(connection: Connection): void {
  if (connection.writable) return;
  throw new ProblemError({
    kind: "read-only",
    title: "Nothing was changed",
    detail: `${connection.label} (${connection.region}) is read-only until it is unlocked.`,
    action: "Unlock the connection in the connection menu, then try again.",
  });
}
