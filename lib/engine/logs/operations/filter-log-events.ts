import { setImmediate } from "node:timers/promises";
import type {
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import type { EventPlace, EventRange, StoredEvent } from "../event-reader.ts";
import { eventBytes } from "../event-table.ts";
import { compileFilterPattern } from "../filter-pattern/compile-filter-pattern.ts";
import { findLogGroup, findLogStream, invalidParameter } from "../find-log-group.ts";
import type { LogGroup } from "../group-table.ts";
import type { LogStore } from "../log-store.ts";
import { invalidToken } from "../page.ts";
import { pageBytes, withinOneMegabyte } from "../within-one-megabyte.ts";
import { refuseUnmask } from "./get-log-events.ts";

/** What is looked at, and read, in one go; other calls are served in between. */
const stretch = { looksAtMost: 20_000, foundAtMost: 2_000 };
/**
 * Of these, one page takes so many: 200,000 events looked at, or 50,000 read, where the database cannot
 * tell which may match. Like AWS's, a page can be short or empty and still have a token.
 */
const stretchesAtMost = { looking: 10, reading: 25 };

/** A page of a group's events that match a pattern, in order of time over all streams. */
export const filterLogEvents =
  (store: LogStore) =>
  async (input: FilterLogEventsRequest, context: CallContext): Promise<FilterLogEventsResponse> => {
    refuseUnmask(input);
    const group = findLogGroup(store, context, input);
    const pattern = compileFilterPattern(input.filterPattern ?? "");
    const streamIds = chooseStreams(store, group, input);
    const names = new Map<number, string | undefined>();
    const nameOf = (id: number) => {
      if (!names.has(id)) names.set(id, store.streams.nameOf(id));
      return names.get(id);
    };
    const limit = input.limit ?? 10_000;
    const range: EventRange = {
      groupId: group.id,
      streamIds,
      startMs: Math.max(input.startTime ?? 0, store.oldestMs(group.retentionDays)),
      endMs: (input.endTime ?? Number.MAX_SAFE_INTEGER - 1) + 1,
      descending: input.startFromHead === false,
    };
    const found: StoredEvent[] = [];
    let beyond = input.nextToken === undefined ? undefined : readToken(input.nextToken);
    let more = streamIds === undefined || streamIds.length > 0;
    let bytes = 0;
    const most = stretchesAtMost[pattern.needed.length > 0 ? "looking" : "reading"];
    for (let count = 0; more && count < most && !context.signal.aborted; count++) {
      if (count > 0) await setImmediate();
      const { events, end } = store.events.scan({ ...range, beyond }, pattern.needed, stretch);
      for (const event of events) {
        // A stream deleted a moment ago has no name any more.
        if (!nameOf(event.streamId) || !pattern.matches(event.message)) continue;
        found.push(event);
        bytes += eventBytes(event.message);
      }
      more = end !== undefined;
      beyond = end ?? beyond;
      if (found.length > limit || bytes > pageBytes) break;
    }
    const page = withinOneMegabyte(found.slice(0, limit));
    if (page.length < found.length) beyond = page.at(-1);
    return {
      events: page.map((event) => ({
        logStreamName: nameOf(event.streamId),
        timestamp: event.timestampMs,
        message: event.message,
        ingestionTime: event.ingestionMs,
        eventId: `${event.timestampMs}${String(event.sequence).padStart(20, "0")}`.padStart(
          56,
          "3",
        ),
      })),
      searchedLogStreams: [],
      nextToken: beyond && (more || page.length < found.length) ? writeToken(beyond) : undefined,
    };
  };

/** The streams a call restricts itself to, or undefined for all. */
function chooseStreams(
  store: LogStore,
  group: LogGroup,
  { logStreamNames, logStreamNamePrefix }: FilterLogEventsRequest,
): number[] | undefined {
  if (logStreamNames && logStreamNamePrefix !== undefined)
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive.");
  if (logStreamNames) return logStreamNames.map((name) => findLogStream(store, group, name).id);
  if (logStreamNamePrefix === undefined) return undefined;
  return store.streams
    .list(group.id)
    .filter(({ name }) => name.startsWith(logStreamNamePrefix))
    .map(({ id }) => id);
}

function writeToken({ timestampMs, sequence }: EventPlace): string {
  return Buffer.from(`${timestampMs}.${sequence}`).toString("base64url");
}

function readToken(token: string): EventPlace {
  const found = /^(\d+)\.(\d+)$/.exec(Buffer.from(token, "base64url").toString());
  if (!found) throw invalidToken();
  return { timestampMs: Number(found[1]), sequence: Number(found[2]) };
}
