import { invalidParameter } from "./errors.ts";
import { filterPolicyProblem, type FilterScope } from "./filter-policy.ts";
import type { Subscription } from "./topic.ts";
import { parseObject } from "../parse-object.ts";

type Values = Readonly<Record<string, string>>;

const known = [
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
];

/** Protocols that can get messages without SNS's envelope. */
const rawProtocols = ["sqs", "http", "https"];

/** Attributes of other kinds of subscriptions, and why they are not there. */
const notImitated: Readonly<Record<string, string>> = {
  SubscriptionRoleArn: "there are no delivery streams.",
  ReplayPolicy: "topics keep no messages.",
};

/**
 * `before` with what is set now, checked as SNS does it. `prefix` is how Subscribe begins its complaints. An empty
 * policy takes the one that was there away.
 */
export function applyAttributes(
  subscription: Pick<Subscription, "protocol" | "endpoint" | "topicArn">,
  before: Values,
  given: Values,
  prefix = "",
): Values {
  const attributes = { ...before };
  for (const [name, value] of Object.entries(given)) {
    const reason = notImitated[name];
    if (reason !== undefined)
      throw invalidParameter(`${prefix}The local engine does not support ${name}: ${reason}`);
    if (!known.includes(name)) throw invalidParameter(`${prefix}AttributeName`);
    attributes[name] = name === "RawMessageDelivery" ? value.toLowerCase() : value;
    if (value === "") delete attributes[name];
  }
  checkScope(attributes, prefix);
  for (const name of Object.keys(given)) checkAttribute(subscription, name, attributes, prefix);
  return attributes;
}

export const scopeOf = ({ FilterPolicyScope: scope }: Values): FilterScope =>
  scope === "MessageBody" ? "MessageBody" : "MessageAttributes";

function checkScope({ FilterPolicyScope: scope }: Values, prefix: string): void {
  if (scope !== undefined && scope !== "MessageAttributes" && scope !== "MessageBody")
    throw invalidParameter(
      `${prefix}FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
    );
}

function checkAttribute(
  { protocol, endpoint, topicArn }: Pick<Subscription, "protocol" | "endpoint" | "topicArn">,
  name: string,
  attributes: Values,
  prefix: string,
): void {
  const value = attributes[name];
  if (value === undefined) return;
  if (name === "FilterPolicy" || name === "FilterPolicyScope") {
    const { FilterPolicy: policy } = attributes;
    const problem =
      policy === undefined ? undefined : filterPolicyProblem(policy, scopeOf(attributes));
    if (problem !== undefined) throw invalidParameter(prefix + problem);
  } else if (name === "RawMessageDelivery") {
    if (value !== "true" && value !== "false")
      throw invalidParameter(
        `${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`,
      );
    if (value === "true" && !rawProtocols.includes(protocol))
      throw invalidParameter(
        `${prefix}Delivery protocol [${protocol}] does not support raw message delivery.`,
      );
  } else if (name === "RedrivePolicy") checkRedrive(value, topicArn, endpoint, prefix);
  else if (name === "DeliveryPolicy" && !parseObject(value))
    throw invalidParameter(`${prefix}DeliveryPolicy: failed to parse JSON.`);
}

function checkRedrive(text: string, topicArn: string, endpoint: string, prefix: string): void {
  const policy = parseObject(text);
  if (!policy) throw invalidParameter(`${prefix}RedrivePolicy: failed to parse JSON.`);
  const { deadLetterTargetArn: arn = "" } = policy;
  const parts = String(arn).split(":");
  if (parts.length < 6 || parts[0] !== "arn" || parts[2] !== "sqs")
    throw invalidParameter(`${prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  if (topicArn.endsWith(".fifo") && endpoint.endsWith(".fifo") && !parts.at(-1)?.endsWith(".fifo"))
    throw invalidParameter(
      `${prefix}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.`,
    );
}

export function deadLetterArn({ attributes }: Subscription): string | undefined {
  const arn = parseObject(attributes.RedrivePolicy ?? "")?.deadLetterTargetArn;
  return typeof arn === "string" ? arn : undefined;
}
