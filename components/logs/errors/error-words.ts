import type { ErrorGroup } from "@/lib/model/error-groups";
import type { ErrorKind } from "@/lib/model/error-sighting";

/** What happened to the request, in a word or two. */
export const kindWords: Record<ErrorKind, string> = {
  unhandled: "unhandled",
  logged: "logged",
  timeout: "time-out",
  "out-of-memory": "out of memory",
  exit: "process ended",
  init: "start failed",
};

/** What an error is called: its type, else what the platform did. */
export function titleOf({ type, message }: Pick<ErrorGroup, "type" | "message">): string {
  return type ?? message;
}

/** `src/payment.js:88 authorize` */
export function placeOf({ origin }: Pick<ErrorGroup, "origin">): string | undefined {
  if (!origin) return undefined;
  const place = origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`;
  return origin.name ? `${place} ${origin.name}` : place;
}
