import { eventBytes, type StoredEvent } from "./event-table.ts";

const limitBytes = 1_048_576;

/** As many of the events as fit in one page of an answer, and at least one. */
export function withinOneMegabyte(events: readonly StoredEvent[]): StoredEvent[] {
  let bytes = 0;
  const tooMany = events.findIndex((event, index) => {
    bytes += eventBytes(event.message);
    return index > 0 && bytes > limitBytes;
  });
  return tooMany < 0 ? [...events] : events.slice(0, tooMany);
}
