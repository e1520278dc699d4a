"use client";

import { useSession } from "@/components/shell/session";

/** Why nothing can be changed on the open connection; undefined when changes go through. */
export function useLocked(): string | undefined {
  const { connection } = useSession();
  if (connection?.writable) return undefined;
  return connection
    ? `${connection.label} is read-only. Allow changes in the top bar first.`
    : "The connection is not known yet.";
}
