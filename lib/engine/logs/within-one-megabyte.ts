import type { StoredEvent } from "./event-reader.ts";
import { eventBytes } from "./event-table.ts";

/** What a page of an answer holds at most. */
export const pageBytes = 1_048_576;

/** As many of the events as fit in one page of an answer, and at least one. */
export function withinOneMegabyte(events: readonly StoredEvent[]): StoredEvent[] {
  let bytes = 0;
  const tooMany = events.findIndex((event, index) => {
    bytes += eventBytes(event.message);
    return index > 0 && bytes > pageBytes;
  });
  return tooMany < 0 ? [...events] : events.slice(0, tooMany);
}
