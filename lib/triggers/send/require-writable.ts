import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";

/** The connection's lock, for what is sent without an SDK client. */
export function requireWritable({ writable, label }: Connection): void {
  if (writable) return;
  throw new ProblemError({
    kind: "read-only",
    title: "Nothing was sent",
    detail: `${label} is read-only.`,
    action: "Allow changes in the top bar first.",
  });
}
