import { AsyncLocalStorage } from "node:async_hooks";
import { isDeepStrictEqual } from "node:util";
import type { CloudCall } from "@/lib/model/change";
import { processWide } from "@/lib/store/process-wide";

/** Changes a user has allowed beforehand, word for word. */
export interface Grant {
  connectionId: string;
  calls: readonly CloudCall[];
}

const granted = processWide("granted-calls", () => new AsyncLocalStorage<Grant>());

/**
 * Runs `act`. What it sends, and nothing else in this process, passes a locked connection where the call is one of
 * the grant's: the same command with the same input. So a plan that was begun while changes were allowed comes to its
 * end, and back, after the connection has locked itself.
 */
export function withGrant<T>(grant: Grant, act: () => Promise<T>): Promise<T> {
  return granted.run(grant, act);
}

export function isGranted(connectionId: string, call: CloudCall): boolean {
  const grant = granted.getStore();
  return (
    grant?.connectionId === connectionId &&
    grant.calls.some((allowed) => isDeepStrictEqual(allowed, call))
  );
}
