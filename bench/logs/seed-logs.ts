import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  commonTerm,
  invocationLines,
  linesAnInvocation,
  type LogLine,
  longestMs,
  rareTerm,
} from "./invocation-lines.ts";

export interface SeedOptions {
  /** `/aws/lambda/NAME` makes the lines those of the function NAME. Created where it is missing. */
  logGroup: string;
  invocations: number;
  /** When the newest of them ends; now when left out. PutLogEvents takes the last 14 days. */
  endMs?: number;
  /** Over how long they are spread; a day when left out. */
  spanMs?: number;
  onProgress?: (lines: number) => void;
}

export interface SeededLogs {
  logGroup: string;
  invocations: number;
  lines: number;
  /** Inclusive. */
  startMs: number;
  endMs: number;
  commonTerm: string;
  rareTerm: string;
  /** The invocation that wrote the rare term, and its start. */
  rareIndex: number;
  rareMs: number;
}

/** A log stream's life: so many invocations, one after the other. */
const invocationsAnEnvironment = 500;
/** PutLogEvents takes 1,048,576 bytes, each event counted with 26 more. */
const batchBytes = 1_000_000;
const batchLines = 10_000;

/**
 * Fills an engine through PutLogEvents with the lines of `invocations` invocations, ten each, that run
 * in at least four environments at a time. Always the same lines for the same options.
 */
export async function seedLogs(
  client: CloudWatchLogsClient,
  options: SeedOptions,
): Promise<SeededLogs> {
  const { logGroup, invocations, onProgress } = options;
  const endMs = options.endMs ?? Date.now();
  const startMs = endMs - (options.spanMs ?? 86_400_000);
  const everyMs = (endMs - longestMs - startMs) / invocations;
  const startOf = (index: number) => Math.floor(startMs + index * everyMs);
  // An environment has ended one invocation before it begins the next.
  const lanes = Math.max(4, Math.ceil((longestMs + 100) / everyMs));
  const rareIndex = Math.floor(invocations * 0.618);
  await client.send(new CreateLogGroupCommand({ logGroupName: logGroup })).catch(ignoreExisting);

  const environments = Math.ceil(invocations / (lanes * invocationsAnEnvironment)) * lanes;
  let lines = 0;
  let environment = 0;
  const seedNext = async (): Promise<void> => {
    while (environment < environments) {
      const mine = environment++;
      const first = Math.floor(mine / lanes) * lanes * invocationsAnEnvironment + (mine % lanes);
      if (first >= invocations) continue;
      const stream = streamName(startOf(first), mine);
      await client
        .send(new CreateLogStreamCommand({ logGroupName: logGroup, logStreamName: stream }))
        .catch(ignoreExisting);
      const own: LogLine[] = [];
      for (let turn = 0; turn < invocationsAnEnvironment; turn++) {
        const index = first + turn * lanes;
        if (index >= invocations) break;
        const rare = index === rareIndex;
        own.push(...invocationLines({ index, startMs: startOf(index), cold: turn === 0, rare }));
      }
      for (const logEvents of batches(own)) {
        await client.send(
          new PutLogEventsCommand({ logGroupName: logGroup, logStreamName: stream, logEvents }),
        );
        lines += logEvents.length;
        onProgress?.(lines);
      }
    }
  };
  // Two at a time: while the engine stores one batch, the next is written down.
  await Promise.all([seedNext(), seedNext()]);
  return {
    logGroup,
    invocations,
    lines: invocations * linesAnInvocation,
    startMs,
    endMs,
    commonTerm,
    rareTerm,
    rareIndex,
    rareMs: startOf(rareIndex),
  };
}

function* batches(lines: readonly LogLine[]): Generator<LogLine[]> {
  let batch: LogLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    const more = Buffer.byteLength(line.message) + 26;
    const spansADay = line.timestamp - (batch[0]?.timestamp ?? line.timestamp) >= 86_400_000;
    if (bytes + more > batchBytes || batch.length === batchLines || spansADay) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(line);
    bytes += more;
  }
  if (batch.length > 0) yield batch;
}

function streamName(startMs: number, environment: number): string {
  const day = new Date(startMs).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[$LATEST]${environment.toString(16).padStart(32, "0")}`;
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "ResourceAlreadyExistsException") throw error;
}
