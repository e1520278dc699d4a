import { formatFullCount, spanInWords } from "./format";

/** What is measured of a queue and the function that works on it. */
export interface Backlog {
  waiting: number;
  arrivedPerSecond: number;
  /** Messages of one invocation. */
  batchMessages: number;
  /** Mean duration of an invocation. */
  durationMs: number;
  /** What else bounds the batches at a time: the reservation, or what is left of the account's pool. */
  functionLimit?: number;
}

export interface Drain {
  /** undefined: never, as much arrives as gets through, or more. */
  seconds: number | undefined;
  /** Messages a second once everything runs that may. */
  throughPerSecond: number;
  /** Batches at a time then. */
  batchesAtATime: number;
}

/**
 * How long a backlog takes. Lambda starts with 5 batches at a time and adds 300 a minute, up to 1,250 or the mapping's
 * maximum. Source: "Configuring scaling behavior for SQS event source mappings".
 */
export function drainTime(backlog: Backlog, maximumConcurrency: number | null): Drain {
  const { arrivedPerSecond, batchMessages, durationMs, functionLimit = Infinity } = backlog;
  const batchesAtATime = Math.min(maximumConcurrency ?? mostBatches, functionLimit);
  const perBatch = batchMessages / (Math.max(1, durationMs) / 1000);
  const throughPerSecond = batchesAtATime * perBatch;
  let waiting = backlog.waiting;
  let seconds = 0;
  for (let batches = firstBatches; batches < batchesAtATime && waiting > 0; seconds += 1) {
    waiting += arrivedPerSecond - Math.min(batches, batchesAtATime) * perBatch;
    batches += batchesPerSecond;
  }
  if (waiting <= 0) return { seconds, throughPerSecond, batchesAtATime };
  const net = throughPerSecond - arrivedPerSecond;
  return {
    seconds: net > 0 ? Math.ceil(seconds + waiting / net) : undefined,
    throughPerSecond,
    batchesAtATime,
  };
}

const firstBatches = 5;
const batchesPerSecond = 5;
const mostBatches = 1_250;

/** `About 3 min until nothing waits`, with what that rests on. */
export function drainInWords(
  backlog: Backlog,
  maximumConcurrency: number | null,
): { text: string; assumption: string; grows: boolean } {
  const { seconds, throughPerSecond, batchesAtATime } = drainTime(backlog, maximumConcurrency);
  const rate = (perSecond: number) =>
    `${formatFullCount(perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10)}/s`;
  const grows = seconds === undefined;
  return {
    grows,
    text: grows
      ? `The backlog grows: ${rate(backlog.arrivedPerSecond)} arrive, ${formatFullCount(batchesAtATime)} at a time get through ${rate(throughPerSecond)}.`
      : backlog.waiting === 0
        ? `Nothing waits; ${formatFullCount(batchesAtATime)} at a time get through up to ${rate(throughPerSecond)}.`
        : `${formatFullCount(backlog.waiting)} waiting: about ${seconds < 60 ? "a minute" : spanInWords(Math.round(seconds / 60) * 60)} until nothing waits.`,
    assumption: `If ${rate(backlog.arrivedPerSecond)} go on arriving and an invocation goes on taking ${formatFullCount(Math.round(backlog.durationMs))} ms for ${messagesOf(backlog)}. Lambda starts with 5 batches and adds 300 a minute.`,
  };
}

function messagesOf({ batchMessages }: Backlog): string {
  const count = Math.round(batchMessages * 10) / 10;
  return count === 1 ? "a message" : `${formatFullCount(count)} messages`;
}
