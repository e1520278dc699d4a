import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import { errorCode } from "@/lib/aws/error-kind";
import type { Connection } from "@/lib/model/connection";
import { groupAttempts, type InvocationLog } from "@/lib/model/invocation-log";
import type { LogEvent } from "@/lib/model/log-line";

export interface InvocationLogWanted {
  logGroup: string;
  requestId: string;
  /** When the call was sent; clocks may differ, so a minute before it counts too. */
  sentMs: number;
}

const clockDifferenceMs = 60_000;
const mostPages = 10;
const mostStreams = 20;

/**
 * All that was logged about one request so far. First the lines that name it tell its streams and times; then
 * everything those streams got in between, since what a function prints often names no request.
 */
export async function readInvocationLog(
  connection: Connection,
  { logGroup, requestId, sentMs }: InvocationLogWanted,
): Promise<InvocationLog> {
  return attempt(connection, `read the log group ${logGroup}`, async () => {
    const startTime = Math.max(0, sentMs - clockDifferenceMs);
    let named: LogEvent[];
    try {
      named = await readAll(connection, {
        logGroupName: logGroup,
        filterPattern: `"${requestId}"`,
        startTime,
      });
    } catch (error) {
      // The group is made with the first line.
      if (errorCode(error) === "ResourceNotFoundException")
        return { attempts: [], hasGroup: false };
      throw error;
    }
    // Some endpoints take any pattern for none.
    const own = named.filter(({ message }) => message.includes(requestId));
    const streams = [...new Set(own.map(({ stream }) => stream))].slice(0, mostStreams);
    const lines = await Promise.all(
      streams.map((stream) => {
        const times = own
          .filter((event) => event.stream === stream)
          .map((event) => event.timestampMs);
        return readAll(connection, {
          logGroupName: logGroup,
          logStreamNames: [stream],
          // An init before the first request belongs to it.
          startTime: Math.max(0, Math.min(...times) - 15_000),
          endTime: Math.max(...times) + 1_000,
        });
      }),
    );
    return { attempts: groupAttempts(lines.flat(), requestId), hasGroup: true };
  });
}

async function readAll(
  connection: Connection,
  input: ConstructorParameters<typeof FilterLogEventsCommand>[0],
): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  const tokens = new Set<string>();
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await clientsFor(connection).logs.send(
      new FilterLogEventsCommand({ ...input, nextToken }),
    );
    for (const event of answer.events ?? []) {
      const { timestamp = 0, logStreamName = "", message = "" } = event;
      events.push({
        id: event.eventId ?? `${logStreamName} ${timestamp} ${message}`,
        timestampMs: timestamp,
        stream: logStreamName,
        message,
      });
    }
    nextToken = answer.nextToken || undefined;
    // An endpoint that gives a token again has no more.
    if (!nextToken || tokens.has(nextToken)) break;
    tokens.add(nextToken);
  }
  return events;
}
