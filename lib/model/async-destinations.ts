import { rangeError } from "./function-limits";
import type { DraftLine } from "./trigger-drafts/draft-kind";

/** What becomes of events that nobody waits for: retries, and where results and failures go. */
export interface AsyncDestinations {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  /** Empty: nowhere. */
  onSuccessArn: string;
  onFailureArn: string;
  /** The function's own, whatever the version; null where an alias is looked at, which has none. */
  deadLetterArn: string | null;
}

/** AWS's own choice where nothing is set. */
export const noDestinations = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onSuccessArn: "",
  onFailureArn: "",
};

/** What is wrong, by field. Source: "Capturing records of Lambda asynchronous invocations" and DeadLetterConfig. */
export function destinationProblems(draft: AsyncDestinations): Record<string, string> {
  const problems: Record<string, string | undefined> = {
    maximumRetryAttempts: rangeError("maximumRetryAttempts", draft.maximumRetryAttempts),
    maximumEventAgeSeconds: rangeError("maximumEventAgeSeconds", draft.maximumEventAgeSeconds),
    onSuccessArn: targetProblem(draft.onSuccessArn, "success"),
    onFailureArn: targetProblem(draft.onFailureArn, "failure"),
    deadLetterArn:
      draft.deadLetterArn && !queueOrTopic.test(draft.deadLetterArn)
        ? "A dead-letter queue is a standard queue or topic: write its ARN."
        : undefined,
  };
  return Object.fromEntries(
    Object.entries(problems).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

// FIFO queues and topics are refused.
const queueOrTopic = /^arn:aws[a-z-]*:(sqs|sns):[a-z0-9-]+:\d{12}:[\w-]+$/;
const functionOrBus =
  /^arn:aws[a-z-]*:(lambda:[a-z0-9-]+:\d{12}:function:[\w$-]+(:[\w$-]+)?|events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+)$/;
const bucket = /^arn:aws[a-z-]*:s3:::[a-z0-9.-]{3,63}$/;

function targetProblem(arn: string, on: "success" | "failure"): string | undefined {
  if (arn === "" || queueOrTopic.test(arn) || functionOrBus.test(arn)) return undefined;
  if (bucket.test(arn))
    return on === "failure" ? undefined : "A bucket takes failures only, no results.";
  return "A destination is the ARN of a standard queue or topic, a function or an event bus.";
}

export function destinationLines(draft: AsyncDestinations): DraftLine[] {
  return [
    { label: "Retries", value: String(draft.maximumRetryAttempts) },
    { label: "Oldest event", value: `${draft.maximumEventAgeSeconds} s` },
    { label: "On success", value: draft.onSuccessArn || "nowhere" },
    { label: "On failure", value: draft.onFailureArn || "nowhere" },
    ...(draft.deadLetterArn === null
      ? []
      : [{ label: "Dead-letter queue", value: draft.deadLetterArn || "none" }]),
  ];
}
