import { setTimeout } from "node:timers/promises";
import { FilterLogEventsCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Program } from "./start-program";

export interface SteadyLines {
  logGroup: string;
  stream: string;
  linesPerSecond: number;
  count: number;
}

const batchesPerSecond = 10;
const tries = 200;

/**
 * Writes numbered lines (`line 0`, `line 1`, ...) at a steady rate, each batch once the one before it is in; gives when
 * each line was accepted. An engine that is away is waited for.
 */
export async function writeSteadily(
  { clients: { logs } }: Pick<Program, "clients">,
  { logGroup, stream, linesPerSecond, count }: SteadyLines,
): Promise<number[]> {
  const accepted: number[] = [];
  const beganMs = Date.now();
  while (accepted.length < count) {
    const first = accepted.length;
    const dueMs = beganMs + (first / linesPerSecond) * 1_000;
    if (dueMs > Date.now()) await setTimeout(dueMs - Date.now());
    const size = Math.min(count - first, Math.ceil(linesPerSecond / batchesPerSecond));
    const timestamp = Date.now();
    const logEvents = Array.from({ length: size }, (_, at) => ({
      timestamp,
      message: `line ${first + at}`,
    }));
    await store(logEvents, timestamp);
    for (let at = 0; at < size; at += 1) accepted.push(Date.now());
  }
  return accepted;

  async function store(logEvents: { timestamp: number; message: string }[], timestamp: number) {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      try {
        // What a call that broke off has stored all the same is not written again.
        if (attempt > 0 && (await isStored(logEvents[0]!.message, timestamp))) return;
        await logs.send(
          new PutLogEventsCommand({ logGroupName: logGroup, logStreamName: stream, logEvents }),
        );
        return;
      } catch {
        await setTimeout(100);
      }
    }
    throw new Error("the engine stays away");
  }

  async function isStored(message: string, startTime: number): Promise<boolean> {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: logGroup, startTime, limit: 1_000 }),
    );
    return events.some((event) => event.message === message);
  }
}
