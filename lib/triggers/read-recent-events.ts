import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { findLoggedEvent } from "@/lib/model/logged-event";
import { groupInvocations } from "@/lib/model/log-invocations";
import { ownLogGroup } from "@/lib/model/log-group";
import { readInvocation, readInvocations } from "@/lib/store/invocation-history";

/** An event that the function got lately. */
export interface RecentEvent {
  text: string;
  atMs: number;
  /** Sent from the Test page, or written into its log by the function. */
  from: "sent" | "logged";
}

const mostSent = 10;
const mostLogged = 10;
const spanMs = 24 * 3_600_000;
/** One page; what it costs is one call, and lines that are read are not billed. */
const mostLines = 2_000;

/** The events of a function's latest calls, as far as they are known here: sent from here, or logged. */
export async function readRecentEvents(
  connection: Connection,
  functionName: string,
  nowMs: number,
): Promise<RecentEvent[]> {
  const sent = readInvocations(connection.id, functionName)
    .slice(0, mostSent)
    .flatMap(({ id, startedMs }): RecentEvent[] => {
      const text = readInvocation(connection.id, functionName, id)?.request.payload;
      return text === undefined ? [] : [{ text, atMs: startedMs, from: "sent" }];
    });
  const logged = await readLogged(connection, functionName, nowMs);
  return [...sent, ...logged].toSorted((a, b) => b.atMs - a.atMs);
}

async function readLogged(
  connection: Connection,
  functionName: string,
  nowMs: number,
): Promise<RecentEvent[]> {
  const { events = [] } = await clientsFor(connection)
    .logs.send(
      new FilterLogEventsCommand({
        logGroupName: ownLogGroup(functionName),
        startTime: nowMs - spanMs,
        limit: mostLines,
        startFromHead: false,
      }),
    )
    .catch((error: unknown) => {
      // A function that has not run yet has no log.
      if (problemFrom(error).kind === "not-found") return { events: [] };
      throw error;
    });
  const lines = events.map(({ eventId, logStreamName = "", timestamp = 0, message = "" }) => ({
    id: eventId ?? `${logStreamName} ${timestamp}`,
    stream: logStreamName,
    timestampMs: timestamp,
    message,
  }));
  return groupInvocations(lines)
    .flatMap(({ lines: own, startMs }): RecentEvent[] => {
      const found = findLoggedEvent(own.map(({ event }) => event));
      return found.found === "event" ? [{ text: found.text, atMs: startMs, from: "logged" }] : [];
    })
    .slice(0, mostLogged);
}
