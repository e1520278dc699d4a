import type { CallContext } from "../http/service.ts";
import { invalidParameter, noTopic } from "./errors.ts";
import type { Topic } from "./topic.ts";
import type { TopicStore } from "./topic-store.ts";

/** The topic of an ARN. Throws in AWS's words for what is no ARN, of another region, or not there. */
export function findTopic(
  store: TopicStore,
  arn: string,
  { region }: Pick<CallContext, "region">,
): Topic {
  const parts = checkArn("TopicArn", arn);
  if (parts[3] !== region) throw invalidParameter("TopicArn");
  const topic = store.byArn(arn);
  if (!topic) throw noTopic();
  return topic;
}

/** The parts of an ARN. Throws InvalidParameter for less than six. */
export function checkArn(parameter: string, arn: string): string[] {
  const parts = arn.split(":");
  if (parts.length < 6 || parts[0] !== "arn")
    throw invalidParameter(
      `${parameter} Reason: An ARN must have at least 6 elements, not ${parts.length}`,
    );
  return parts;
}
