import { GetLogEventsCommand, type OutputLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { LineContext } from "@/lib/model/log-group";

export interface ContextWanted {
  logGroup: string;
  stream: string;
  /** Of the line that stands in the middle. */
  timestampMs: number;
  /** How many lines on either side. */
  before: number;
  after: number;
}

/** Lines of one millisecond are not told apart by this call, so a few more are asked for. */
const mostOfOneMs = 200;
/** An answer can be empty although more follows. */
const mostPages = 10;

/** The lines around one line of a stream, as they were written. */
export async function readLineContext(
  connection: Connection,
  { logGroup, stream, timestampMs, before, after }: ContextWanted,
): Promise<LineContext> {
  return attempt(connection, `read the lines around one of ${stream}`, async () => {
    const read = (wanted: { startTime?: number; endTime?: number; limit: number }) =>
      readStream(connection, logGroup, stream, { ...wanted, fromHead: "startTime" in wanted });
    const [earlier, later] = await Promise.all([
      before > 0 ? read({ endTime: timestampMs, limit: before + 1 }) : [],
      read({ startTime: timestampMs, limit: mostOfOneMs + after + 1 }),
    ]);
    const olderOnes = earlier.filter((event) => (event.timestamp ?? 0) < timestampMs);
    const same = later.filter((event) => event.timestamp === timestampMs);
    const newerOnes = later.filter((event) => (event.timestamp ?? 0) > timestampMs);
    const events = [
      ...olderOnes.slice(-before || olderOnes.length),
      ...same,
      ...newerOnes.slice(0, after),
    ];
    return {
      events: events.map((event, at) => ({
        // GetLogEvents gives no ids.
        id: `${stream} ${at}`,
        timestampMs: event.timestamp ?? 0,
        stream,
        message: event.message ?? "",
      })),
      moreBefore: olderOnes.length > before,
      moreAfter: newerOnes.length > after,
    };
  });
}

async function readStream(
  connection: Connection,
  logGroupName: string,
  logStreamName: string,
  {
    fromHead,
    ...wanted
  }: { startTime?: number; endTime?: number; limit: number; fromHead: boolean },
): Promise<OutputLogEvent[]> {
  const found: OutputLogEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages && found.length < wanted.limit; page += 1) {
    const answer = await clientsFor(connection).logs.send(
      new GetLogEventsCommand({
        logGroupName,
        logStreamName,
        startFromHead: fromHead,
        ...wanted,
        nextToken,
      }),
    );
    const events = answer.events ?? [];
    if (fromHead) found.push(...events);
    else found.unshift(...events);
    const next = fromHead ? answer.nextForwardToken : answer.nextBackwardToken;
    // At the end of the stream the token comes again.
    if (!next || next === nextToken) break;
    nextToken = next;
  }
  return found;
}
