import { spanInWords } from "./format";
import { sourceName, type Mapping } from "./trigger";
import {
  type CheckedFunction,
  look,
  passed,
  throttles,
  type TriggerCheck,
  type TriggerFix,
} from "./trigger-check";

/**
 * Settings of a queue mapping, its queue and its function held against each other. Source: "Using Lambda
 * with Amazon SQS" in the AWS Lambda Developer Guide.
 */
export function queueChecks(mapping: Mapping, func: CheckedFunction): TriggerCheck[] {
  return [
    ...visibilityChecks(mapping, func),
    ...deadLetterChecks(mapping),
    ...limitChecks(mapping, func),
    ...batchChecks(mapping),
  ];
}

function visibilityChecks(
  { queue, eventSourceArn, maximumBatchingWindowSeconds = 0 }: Mapping,
  { timeoutSeconds }: CheckedFunction,
): TriggerCheck[] {
  if (!queue) return [];
  const advised = Math.min(43_200, 6 * timeoutSeconds + maximumBatchingWindowSeconds);
  const visible = queue.visibilityTimeoutSeconds;
  const fix: TriggerFix = {
    label: `Set ${advised} s`,
    change: "queue-time",
    queueArn: eventSourceArn,
    time: "visibilityTimeoutSeconds",
    before: visible,
    seconds: advised,
  };
  if (visible < timeoutSeconds)
    return [
      look(
        `The queue hides a message for ${visible} s, less than the function's timeout of ${timeoutSeconds} s: messages are worked on twice, and AWS refuses new mappings like this.`,
        fix,
      ),
    ];
  return visible < advised
    ? [
        look(
          `The queue hides a message for ${visible} s; AWS advises at least ${advised} s (six times the function's timeout plus the window), or messages may be worked on twice.`,
          fix,
        ),
      ]
    : [
        passed(
          `The queue hides a message for ${visible} s, at least 6 times the timeout and window`,
        ),
      ];
}

/** The longest that SQS keeps a message. */
const longestRetentionSeconds = 1_209_600;

function deadLetterChecks({ queue, eventSourceArn }: Mapping): TriggerCheck[] {
  if (!queue) return [];
  const { deadLetterQueueArn, maxReceiveCount } = queue;
  if (deadLetterQueueArn === undefined) {
    const own = sourceName(eventSourceArn);
    const name = own.endsWith(".fifo")
      ? `${own.slice(0, -5).slice(0, 71)}-dlq.fifo`
      : `${own.slice(0, 76)}-dlq`;
    return [
      look(
        "The queue has no dead-letter queue: a message that always fails comes back until it expires.",
        {
          label: `Create ${name}`,
          change: "dead-letter-queue",
          queueArn: eventSourceArn,
          name,
        },
      ),
    ];
  }
  const name = sourceName(deadLetterQueueArn);
  const receives =
    maxReceiveCount !== undefined && maxReceiveCount < 5
      ? look(
          `After ${maxReceiveCount} receives a message goes to the dead-letter queue; below 5, throttling alone can send it there.`,
        )
      : passed(`Dead-letter queue ${name} after ${maxReceiveCount ?? "some"} receives`);
  return [receives, ...retentionChecks(deadLetterQueueArn, queue)];
}

/** A message in the dead-letter queue of a standard queue is as old as it was before. */
function retentionChecks(
  deadLetterQueueArn: string,
  { retentionSeconds, deadLetterQueue }: NonNullable<Mapping["queue"]>,
): TriggerCheck[] {
  const kept = deadLetterQueue?.retentionSeconds;
  if (kept === undefined || retentionSeconds === undefined) return [];
  if (kept > retentionSeconds || kept === longestRetentionSeconds)
    return [passed(`Dead letters are kept for ${spanInWords(kept)}`)];
  return [
    look(
      `The dead-letter queue keeps messages for ${spanInWords(kept)}, counted from when they were first sent, no longer than the queue itself (${spanInWords(retentionSeconds)}): dead letters may be gone before anybody looks.`,
      {
        label: "Keep 14 days",
        change: "queue-time",
        queueArn: deadLetterQueueArn,
        time: "retentionSeconds",
        before: kept,
        seconds: longestRetentionSeconds,
      },
    ),
  ];
}

function limitChecks(
  { uuid, maximumConcurrency }: Mapping,
  { reservedConcurrency, othersMaximum = 0 }: CheckedFunction,
): TriggerCheck[] {
  if (typeof reservedConcurrency !== "number") return [];
  if (reservedConcurrency === 0)
    return [
      throttles(
        "The function is stopped (reserved concurrency 0): every batch is throttled and comes back.",
      ),
    ];
  const left = reservedConcurrency - othersMaximum;
  const fix: TriggerFix | undefined =
    left >= 2 && uuid !== ""
      ? {
          label: `Set a maximum of ${Math.min(1_000, left)}`,
          change: "mapping",
          uuid,
          edit: { maximumConcurrency: Math.min(1_000, left) },
          before: { maximumConcurrency },
        }
      : undefined;
  if (maximumConcurrency === undefined)
    return reservedConcurrency < 5
      ? [
          throttles(
            `Lambda starts with 5 batches at a time, the function has reserved ${reservedConcurrency}; set a maximum concurrency instead of relying on throttling.`,
            fix,
          ),
        ]
      : [];
  if (maximumConcurrency > reservedConcurrency)
    return [
      throttles(
        `The mapping may call ${maximumConcurrency} at a time, the function has reserved ${reservedConcurrency}: the rest is throttled.`,
        fix,
      ),
    ];
  const all = maximumConcurrency + othersMaximum;
  return all > reservedConcurrency
    ? [
        throttles(
          `Together with the other mappings up to ${all} may be called at a time, the function has reserved ${reservedConcurrency}.`,
          fix,
        ),
      ]
    : [
        passed(
          `Maximum concurrency ${maximumConcurrency} fits into the reserved ${reservedConcurrency}`,
        ),
      ];
}

function batchChecks(mapping: Mapping): TriggerCheck[] {
  const { uuid, eventSourceArn, batchSize = 1, maximumBatchingWindowSeconds = 0 } = mapping;
  const window =
    eventSourceArn.endsWith(".fifo") && maximumBatchingWindowSeconds > 0
      ? [
          look(
            `A FIFO queue's batches do not wait: the window of ${maximumBatchingWindowSeconds} s has no effect, and AWS refuses it in a new mapping.`,
            {
              label: "Take it away",
              change: "mapping",
              uuid,
              edit: { maximumBatchingWindowSeconds: 0 },
              before: { maximumBatchingWindowSeconds },
            },
          ),
        ]
      : [];
  if (batchSize <= 1) return window;
  return [
    ...window,
    mapping.reportsBatchItemFailures
      ? passed("Only failed messages of a batch are tried again")
      : look(
          `One failing message makes the whole batch of up to ${batchSize} come back: turn on partial batch responses and return batchItemFailures.`,
        ),
  ];
}
