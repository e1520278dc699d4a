import type { Problem } from "@/lib/model/problem";

/** An event source mapping as pages show it. */
export interface Mapping {
  uuid: string;
  eventSourceArn: string;
  /** The version or alias it calls; absent: $LATEST. */
  qualifier?: string;
  state: string;
  stateReason?: string;
  lastResult?: string;
  lastModified?: string;
  batchSize?: number;
  maximumBatchingWindowSeconds?: number;
  maximumConcurrency?: number;
  reportsBatchItemFailures: boolean;
  /** Filter patterns as JSON text. */
  filters: string[];
  /** Absent when the source is no queue or could not be read. */
  queue?: QueueState;
}

export interface QueueState {
  visible: number;
  inFlight: number;
  delayed: number;
  visibilityTimeoutSeconds: number;
  deadLetterQueueArn?: string;
  maxReceiveCount?: number;
}

/** A statement of the resource policy: the right to call, no proof that somebody does. */
export interface Permission {
  statementId: string;
  principal: string;
  action: string;
  sourceArn?: string;
  sourceAccount?: string;
  qualifier?: string;
}

export interface Triggers {
  mappings: Mapping[];
  permissions: Permission[];
  problems: Problem[];
}

/** The settings of a queue mapping that a user edits. */
export interface MappingSettings {
  batchSize: number;
  maximumBatchingWindowSeconds: number;
  /** null: as much as Lambda's scaling gives. */
  maximumConcurrency: number | null;
  reportsBatchItemFailures: boolean;
  filters: string[];
  enabled: boolean;
}

export interface Warning {
  /** One sentence: what contradicts what, and what follows. */
  text: string;
  severity: "look" | "will-throttle";
}

/** Settings of a queue mapping, its queue and its function that contradict each other. */
export function mappingWarnings(
  mapping: Mapping,
  func: { timeoutSeconds: number; reservedConcurrency?: number | null },
): Warning[] {
  const warnings: Warning[] = [];
  const { queue, maximumConcurrency } = mapping;
  const windowSeconds = mapping.maximumBatchingWindowSeconds ?? 0;
  if (queue) {
    const advised = 6 * func.timeoutSeconds + windowSeconds;
    if (queue.visibilityTimeoutSeconds < advised)
      warnings.push({
        severity: "look",
        text: `The queue hides a message for ${queue.visibilityTimeoutSeconds} s; AWS advises at least ${advised} s (six times the function's timeout plus the window), or messages may be worked on twice.`,
      });
    if (queue.deadLetterQueueArn === undefined)
      warnings.push({
        severity: "look",
        text: "The queue has no dead-letter queue: a message that always fails comes back until it expires.",
      });
    else if (queue.maxReceiveCount !== undefined && queue.maxReceiveCount < 5)
      warnings.push({
        severity: "look",
        text: `After ${queue.maxReceiveCount} receives a message goes to the dead-letter queue; below 5, throttling alone can send it there.`,
      });
  }
  const { reservedConcurrency } = func;
  if (typeof reservedConcurrency === "number") {
    if (reservedConcurrency === 0)
      warnings.push({
        severity: "will-throttle",
        text: "The function is stopped (reserved concurrency 0): every batch is throttled and comes back.",
      });
    else if (maximumConcurrency !== undefined && maximumConcurrency > reservedConcurrency)
      warnings.push({
        severity: "will-throttle",
        text: `The mapping may call ${maximumConcurrency} at a time, the function has reserved ${reservedConcurrency}: the rest is throttled.`,
      });
    else if (maximumConcurrency === undefined && reservedConcurrency < 5)
      warnings.push({
        severity: "will-throttle",
        text: `Lambda starts with 5 batches at a time, the function has reserved ${reservedConcurrency}; set a maximum concurrency instead of relying on throttling.`,
      });
  }
  return warnings;
}
