import type {
  GetLogGroupFieldsRequest,
  GetLogGroupFieldsResponse,
  GetLogRecordRequest,
  GetLogRecordResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { readPointer } from "../event-pointer.ts";
import type { StoredEvent } from "../event-reader.ts";
import { findLogGroup, invalidParameter } from "../find-log-group.ts";
import type { LogGroup } from "../group-table.ts";
import { EventFields } from "../insights/event-fields.ts";
import { asText, Timestamp } from "../insights/value.ts";
import type { LogStore } from "../log-store.ts";
import { refuseUnmask } from "./get-log-events.ts";

const windowMs = 15 * 60_000;
const sampledAtMost = 1_000;

/** All fields of the event that a query's `@ptr` points at. */
export const getLogRecord =
  (store: LogStore) =>
  (input: GetLogRecordRequest, context: CallContext): GetLogRecordResponse => {
    refuseUnmask(input);
    const address = readPointer(input.logRecordPointer ?? "");
    if (!address) throw invalidParameter("The specified logRecordPointer is invalid.");
    const group = store.groups.list(context.region).find(({ id }) => id === address.groupId);
    const { timestampMs, sequence } = address;
    const [event] = group
      ? store.events.read({
          groupId: group.id,
          startMs: Math.max(timestampMs, store.oldestMs(group.retentionDays)),
          endMs: timestampMs + 1,
          beyond: { timestampMs, sequence: sequence - 1 },
          limit: 1,
        })
      : [];
    if (!group || event?.sequence !== sequence)
      throw new ServiceError(
        "ResourceNotFoundException",
        "The log record does not exist any more.",
        400,
      );
    const fields = fieldsOf(store, group, event, context);
    const names = [...fields.names(), "@ptr"];
    return {
      logRecord: Object.fromEntries(
        names.flatMap((name) => {
          const value = fields.field(name);
          // Times are milliseconds here.
          const text = value instanceof Timestamp ? String(value.ms) : asText(value);
          return text === undefined ? [] : [[name, text]];
        }),
      ),
    };
  };

/** The fields of a group's events in a quarter of an hour, and in how many of a hundred events they are. */
export const getLogGroupFields =
  (store: LogStore, clock: Clock) =>
  (input: GetLogGroupFieldsRequest, context: CallContext): GetLogGroupFieldsResponse => {
    const group = findLogGroup(store, context, input);
    // Around the time that is given, else the last.
    const endMs = input.time === undefined ? clock.now() + 1 : input.time * 1000 + windowMs / 2;
    const events = store.events.read({
      groupId: group.id,
      startMs: Math.max(endMs - windowMs, store.oldestMs(group.retentionDays)),
      endMs,
      descending: true,
      limit: sampledAtMost,
    });
    const counts = new Map<string, number>();
    for (const event of events)
      for (const name of new Set(fieldsOf(store, group, event, context).names()))
        counts.set(name, (counts.get(name) ?? 0) + 1);
    return {
      logGroupFields: [...counts]
        .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
        .map(([name, count]) => ({ name, percent: Math.round((100 * count) / events.length) })),
    };
  };

function fieldsOf(
  store: LogStore,
  group: LogGroup,
  event: StoredEvent,
  { accountId }: CallContext,
): EventFields {
  const { streamId, timestampMs, sequence, ingestionMs, message } = event;
  return new EventFields({
    message,
    timestampMs,
    ingestionMs,
    logStream: store.streams.nameOf(streamId) ?? "",
    log: `${accountId}:${group.name}`,
    groupId: group.id,
    sequence,
  });
}
