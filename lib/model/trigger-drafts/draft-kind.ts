import type { Trigger } from "../trigger";

/** What every draft of a trigger says. */
export interface DraftTarget {
  /** The version or alias to call; absent: the function itself. */
  qualifier?: string;
}

/** A setting as a person reads it, before and after a change. */
export interface DraftLine {
  label: string;
  value: string;
}

/** What the pages and the verbs know of one kind of trigger that is added and edited. */
export interface DraftKind<Draft, Of extends Trigger> {
  /** The draft of a trigger that is there. */
  of(trigger: Of): Draft;
  /** What is wrong, by field. */
  problems(draft: Draft): Record<string, string>;
  lines(draft: Draft): DraftLine[];
}

/** Leaves out what is not wrong. */
export function onlyProblems(
  problems: Record<string, string | false | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

const queueArnPattern = /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/;

/** Where deliveries go that failed: a queue, or nowhere. */
export function deadLetterProblem(arn: string): string | false {
  return arn !== "" && !queueArnPattern.test(arn) && `This is not the ARN of a queue: ${arn}`;
}

/** The retries of deliveries by rules and schedules. Source: RetryPolicy. */
export interface DeliveryRetries {
  /** null: AWS's 185. */
  maximumRetryAttempts: number | null;
  /** null: AWS's 24 hours. */
  maximumEventAgeSeconds: number | null;
}

/** Scheduler tells its defaults as if they were set. */
export function retriesOf(trigger: {
  maximumRetryAttempts?: number;
  maximumEventAgeSeconds?: number;
}): DeliveryRetries {
  const { maximumRetryAttempts: retries = 185, maximumEventAgeSeconds: age = 86_400 } = trigger;
  return {
    maximumRetryAttempts: retries === 185 ? null : retries,
    maximumEventAgeSeconds: age === 86_400 ? null : age,
  };
}

export function retryProblems({ maximumRetryAttempts, maximumEventAgeSeconds }: DeliveryRetries) {
  return {
    maximumRetryAttempts:
      maximumRetryAttempts !== null &&
      !isWhole(maximumRetryAttempts, 0, 185) &&
      "Retries must be a whole number from 0 to 185.",
    maximumEventAgeSeconds:
      maximumEventAgeSeconds !== null &&
      !isWhole(maximumEventAgeSeconds, 60, 86_400) &&
      "The age of an event must be a whole number from 60 to 86,400 s.",
  };
}

export function retryLines({ maximumRetryAttempts, maximumEventAgeSeconds }: DeliveryRetries) {
  return [
    { label: "Retries", value: `${maximumRetryAttempts ?? 185}` },
    { label: "Until an event is", value: `${maximumEventAgeSeconds ?? 86_400} s old` },
  ];
}

export function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** What is wrong with a JSON input; an empty one is none. */
export function jsonProblem(text: string): string | false {
  if (text === "") return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return "The input is not valid JSON.";
  }
}
