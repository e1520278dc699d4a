import type { CloudService } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";

/** The call an error came from. */
export interface SentCall {
  connection: Connection;
  service: CloudService;
  command: string;
}

const calls = new WeakMap<object, SentCall>();

/** Notes which call an error belongs to, so that whoever explains it later need not be told. */
export function rememberCall(error: unknown, call: SentCall): void {
  if (typeof error === "object" && error !== null) calls.set(error, call);
}

export function callOf(error: unknown): SentCall | undefined {
  return typeof error === "object" && error !== null ? calls.get(error) : undefined;
}
