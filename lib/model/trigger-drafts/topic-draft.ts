import { patternProblem } from "../filter-pattern";
import type { TopicSubscription } from "../push-triggers";
import { deadLetterProblem, type DraftKind, type DraftTarget, onlyProblems } from "./draft-kind";

export interface TopicDraft extends DraftTarget {
  kind: "topic";
  /** Of a new topic its name. */
  topicArn: string;
  isNew: boolean;
  /** JSON; empty: every message. */
  filterPolicy: string;
  filterPolicyScope: "MessageAttributes" | "MessageBody";
  deadLetterQueueArn: string;
}

export const topicDrafts: DraftKind<TopicDraft, TopicSubscription> = {
  of: ({ topicArn, filterPolicy = "", filterPolicyScope, deadLetterQueueArn = "", qualifier }) => ({
    kind: "topic",
    topicArn,
    isNew: false,
    // Once there was a policy SNS keeps an empty one, which lets everything through.
    filterPolicy: filterPolicy === "{}" ? "" : filterPolicy,
    filterPolicyScope: filterPolicyScope === "MessageBody" ? "MessageBody" : "MessageAttributes",
    deadLetterQueueArn,
    qualifier,
  }),
  problems: ({ topicArn, isNew, filterPolicy, filterPolicyScope, deadLetterQueueArn }) =>
    onlyProblems({
      topicArn: isNew ? nameProblem(topicArn) : arnProblem(topicArn),
      filterPolicy:
        filterPolicy !== "" &&
        patternProblem(filterPolicy, filterPolicyScope === "MessageBody" ? "body" : "attributes"),
      deadLetterQueueArn: deadLetterProblem(deadLetterQueueArn),
    }),
  lines: ({ topicArn, filterPolicy, filterPolicyScope, deadLetterQueueArn, qualifier }) => [
    { label: "Topic", value: topicArn },
    { label: "Calls", value: qualifier ?? "$LATEST" },
    { label: "Filter policy", value: filterPolicy || "none: every message" },
    {
      label: "Filters by",
      value: filterPolicyScope === "MessageBody" ? "the message" : "its attributes",
    },
    { label: "What cannot be delivered", value: deadLetterQueueArn || "is dropped" },
  ],
};

function nameProblem(name: string): string | false {
  if (name.endsWith(".fifo")) return "A FIFO topic sends to queues only, not to functions.";
  return (
    !/^[\w-]{1,256}$/.test(name) &&
    "A topic's name has 1 to 256 letters, digits, dashes or underscores."
  );
}

function arnProblem(arn: string): string | false {
  if (arn.endsWith(".fifo")) return "A FIFO topic sends to queues only, not to functions.";
  return (
    !/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(arn) &&
    `This is not the ARN of a topic: ${arn || "(empty)"}`
  );
}
