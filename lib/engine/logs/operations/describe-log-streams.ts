import type {
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup, invalidParameter, logGroupArn } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { pageOf } from "../page.ts";
import { sequenceToken } from "../sequence-token.ts";

/** A group's streams by name, or by the time of their last event (empty ones count as oldest). */
export const describeLogStreams =
  (store: LogStore) =>
  (input: DescribeLogStreamsRequest, context: CallContext): DescribeLogStreamsResponse => {
    const byTime = input.orderBy === "LastEventTime";
    if (byTime && input.logStreamNamePrefix !== undefined)
      throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    const group = findLogGroup(store, context, input);
    const streams = store.streams
      .list(group.id)
      .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""));
    if (byTime) streams.sort((one, other) => (one.lastEventMs ?? 0) - (other.lastEventMs ?? 0));
    if (input.descending) streams.reverse();
    const page = pageOf(streams, ({ name }) => name, input.nextToken, input.limit ?? 50);
    return {
      logStreams: page.items.map((stream) => ({
        logStreamName: stream.name,
        creationTime: stream.createdMs,
        firstEventTimestamp: stream.firstEventMs,
        lastEventTimestamp: stream.lastEventMs,
        lastIngestionTime: stream.lastIngestionMs,
        uploadSequenceToken:
          stream.lastIngestionMs === undefined ? undefined : sequenceToken(stream),
        arn: `${logGroupArn(context, group.name)}:log-stream:${stream.name}`,
        // AWS has reported zero for every stream since June 2019.
        storedBytes: 0,
      })),
      nextToken: page.nextToken,
    };
  };
