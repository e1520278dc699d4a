import type { EventPlace } from "./event-reader.ts";

/** Where an event is kept: what `@ptr` shows and GetLogRecord takes. */
export interface EventAddress extends EventPlace {
  groupId: number;
}

export function writePointer({ groupId, timestampMs, sequence }: EventAddress): string {
  return Buffer.from(`${groupId}.${timestampMs}.${sequence}`).toString("base64");
}

/** The address in a pointer, or undefined when it is none of the engine's. */
export function readPointer(pointer: string): EventAddress | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(Buffer.from(pointer, "base64").toString());
  if (!found) return undefined;
  const [groupId = 0, timestampMs = 0, sequence = 0] = found.slice(1).map(Number);
  return { groupId, timestampMs, sequence };
}
