import type { LogStream } from "./stream-table.ts";

/** What PutLogEvents once asked back at the next call; AWS still returns one and ignores it since 2023. */
export function sequenceToken(stream: Pick<LogStream, "id" | "lastIngestionMs">): string {
  return `${stream.lastIngestionMs ?? 0}${String(stream.id).padStart(16, "0")}`.padStart(56, "4");
}
