import type { Mapping } from "./trigger";

/** One look at settings that must agree with each other. */
export interface TriggerCheck {
  verdict: "passed" | "look" | "will-throttle";
  /** One sentence: what agrees, or what contradicts what and what follows. */
  text: string;
}

/** What a queue mapping must agree with. */
export interface CheckedFunction {
  timeoutSeconds: number;
  /** undefined: not known. */
  reservedConcurrency?: number | null;
  /** Aliases and versions with provisioned concurrency. */
  provisioned?: readonly string[];
  /** Maximum concurrency of the function's other mappings together. */
  othersMaximum?: number;
}

/**
 * Settings of a queue mapping, its queue and its function held against each other. Source: "Using Lambda
 * with Amazon SQS" in the AWS Lambda Developer Guide.
 */
export function triggerChecks(mapping: Mapping, func: CheckedFunction): TriggerCheck[] {
  return [
    ...visibilityChecks(mapping, func),
    ...deadLetterChecks(mapping),
    ...limitChecks(mapping, func),
    ...targetChecks(mapping, func),
    ...batchChecks(mapping),
  ];
}

/** The checks that did not pass. */
export function triggerWarnings(mapping: Mapping, func: CheckedFunction): TriggerCheck[] {
  return triggerChecks(mapping, func).filter(({ verdict }) => verdict !== "passed");
}

function visibilityChecks(
  { queue, maximumBatchingWindowSeconds = 0 }: Mapping,
  { timeoutSeconds }: CheckedFunction,
): TriggerCheck[] {
  if (!queue) return [];
  const advised = 6 * timeoutSeconds + maximumBatchingWindowSeconds;
  const visible = queue.visibilityTimeoutSeconds;
  if (visible < timeoutSeconds)
    return [
      look(
        `The queue hides a message for ${visible} s, less than the function's timeout of ${timeoutSeconds} s: messages are worked on twice, and AWS refuses new mappings like this.`,
      ),
    ];
  return visible < advised
    ? [
        look(
          `The queue hides a message for ${visible} s; AWS advises at least ${advised} s (six times the function's timeout plus the window), or messages may be worked on twice.`,
        ),
      ]
    : [
        passed(
          `The queue hides a message for ${visible} s, at least 6 times the timeout and window`,
        ),
      ];
}

function deadLetterChecks({ queue }: Mapping): TriggerCheck[] {
  if (!queue) return [];
  const { deadLetterQueueArn, maxReceiveCount } = queue;
  if (deadLetterQueueArn === undefined)
    return [
      look(
        "The queue has no dead-letter queue: a message that always fails comes back until it expires.",
      ),
    ];
  const name = deadLetterQueueArn.split(":").pop();
  return maxReceiveCount !== undefined && maxReceiveCount < 5
    ? [
        look(
          `After ${maxReceiveCount} receives a message goes to the dead-letter queue; below 5, throttling alone can send it there.`,
        ),
      ]
    : [passed(`Dead-letter queue ${name} after ${maxReceiveCount ?? "some"} receives`)];
}

function limitChecks(
  { maximumConcurrency }: Mapping,
  { reservedConcurrency, othersMaximum = 0 }: CheckedFunction,
): TriggerCheck[] {
  if (typeof reservedConcurrency !== "number") return [];
  if (reservedConcurrency === 0)
    return [
      throttles(
        "The function is stopped (reserved concurrency 0): every batch is throttled and comes back.",
      ),
    ];
  if (maximumConcurrency === undefined)
    return reservedConcurrency < 5
      ? [
          throttles(
            `Lambda starts with 5 batches at a time, the function has reserved ${reservedConcurrency}; set a maximum concurrency instead of relying on throttling.`,
          ),
        ]
      : [];
  if (maximumConcurrency > reservedConcurrency)
    return [
      throttles(
        `The mapping may call ${maximumConcurrency} at a time, the function has reserved ${reservedConcurrency}: the rest is throttled.`,
      ),
    ];
  const all = maximumConcurrency + othersMaximum;
  return all > reservedConcurrency
    ? [
        throttles(
          `Together with the other mappings up to ${all} may be called at a time, the function has reserved ${reservedConcurrency}.`,
        ),
      ]
    : [
        passed(
          `Maximum concurrency ${maximumConcurrency} fits into the reserved ${reservedConcurrency}`,
        ),
      ];
}

function targetChecks(
  { qualifier }: Mapping,
  { provisioned = [] }: CheckedFunction,
): TriggerCheck[] {
  const [some] = provisioned;
  return qualifier === undefined && some !== undefined
    ? [
        look(
          `The mapping calls $LATEST, which does not use the concurrency provisioned for ${some}.`,
        ),
      ]
    : [];
}

function batchChecks({ batchSize = 1, reportsBatchItemFailures }: Mapping): TriggerCheck[] {
  if (batchSize <= 1) return [];
  return reportsBatchItemFailures
    ? [passed("Only failed messages of a batch are tried again")]
    : [
        look(
          `One failing message makes the whole batch of up to ${batchSize} come back: turn on partial batch responses and return batchItemFailures.`,
        ),
      ];
}

function look(text: string): TriggerCheck {
  return { verdict: "look", text };
}

function passed(text: string): TriggerCheck {
  return { verdict: "passed", text };
}

function throttles(text: string): TriggerCheck {
  return { verdict: "will-throttle", text };
}
