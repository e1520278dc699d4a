import type * as api from "@aws-sdk/client-sns";
import { pageOf } from "../../http/page-of.ts";
import type { CallContext } from "../../http/service.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { effectiveTopicPolicy } from "../delivery-policy.ts";
import { invalidParameter } from "../errors.ts";
import { checkArn, findTopic } from "../find-topic.ts";
import { toTags } from "../tags.ts";
import { defaultPolicy, type Topic, topicArn } from "../topic.ts";
import type { TopicStore } from "../topic-store.ts";

const shown = 100;

/** Attributes that a topic can be given. */
const settable = [
  "DeliveryPolicy",
  "DisplayName",
  "Policy",
  "KmsMasterKeyId",
  "TracingConfig",
  "SignatureVersion",
  "FifoTopic",
  "ContentBasedDeduplication",
  "FifoThroughputScope",
];
const feedback =
  /^(HTTP|Firehose|Lambda|Application|SQS)(Success|Failure)Feedback(RoleArn|SampleRate)$/;
const ofFifoTopics = ["FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope"];

/** Making, describing and deleting topics. */
export function topicOperations(store: TopicStore) {
  return {
    /** A topic that is there already is answered, when it is the same. */
    CreateTopic(input: api.CreateTopicInput, { region, accountId }: CallContext) {
      refuseFields("InvalidParameterException", input, {
        DataProtectionPolicy: "messages are not searched.",
      });
      const { Name: name = "", Attributes: attributes = {} } = input;
      const isFifo = attributes.FifoTopic === "true";
      checkName(name, isFifo);
      for (const [attribute, value] of Object.entries(attributes))
        checkAttribute(attribute, value, isFifo, "Attributes Reason: ");
      const arn = topicArn({ region, accountId, name });
      const tags = toTags(input.Tags);
      const existing = store.byArn(arn);
      if (existing) {
        const differs = Object.entries(attributes).some(
          ([attribute, value]) => existing.attributes[attribute] !== value,
        );
        if (differs)
          throw invalidParameter(
            "Attributes Reason: Topic already exists with different attributes",
          );
        if (input.Tags && Object.entries(tags).some(([key, value]) => existing.tags[key] !== value))
          throw invalidParameter("Tags Reason: Topic already exists with different tags");
        return { TopicArn: arn };
      }
      const given = isFifo
        ? { ContentBasedDeduplication: "false", ...attributes }
        : withoutFifo(attributes);
      store.put({
        arn,
        region,
        accountId,
        name,
        isFifo,
        attributes: given,
        tags,
        deletedSubscriptions: 0,
      });
      return { TopicArn: arn };
    },

    /** A topic that is not there is no error. */
    DeleteTopic({ TopicArn: arn = "" }: api.DeleteTopicInput, { region }: CallContext): void {
      if (checkArn("TopicArn", arn)[3] !== region) throw invalidParameter("TopicArn");
      const topic = store.byArn(arn);
      if (topic) store.delete(topic);
    },

    GetTopicAttributes(input: api.GetTopicAttributesInput, context: CallContext) {
      const topic = findTopic(store, input.TopicArn ?? "", context);
      const subscriptions = store.subscriptionsOf(topic.arn);
      const pending = subscriptions.filter(({ token }) => token !== undefined).length;
      return {
        Attributes: {
          TopicArn: topic.arn,
          Owner: topic.accountId,
          DisplayName: "",
          Policy: defaultPolicy(topic),
          ...topic.attributes,
          SubscriptionsConfirmed: String(subscriptions.length - pending),
          SubscriptionsPending: String(pending),
          SubscriptionsDeleted: String(topic.deletedSubscriptions),
          EffectiveDeliveryPolicy: JSON.stringify(
            effectiveTopicPolicy(topic.attributes.DeliveryPolicy),
          ),
        },
      };
    },

    SetTopicAttributes(input: api.SetTopicAttributesInput, context: CallContext): void {
      const topic = findTopic(store, input.TopicArn ?? "", context);
      const { AttributeName: name = "", AttributeValue: value = "" } = input;
      if (name === "FifoTopic") throw invalidParameter("AttributeName");
      checkAttribute(name, value, topic.isFifo, "");
      const attributes: Record<string, string> = { ...topic.attributes, [name]: value };
      if (value === "" && name !== "DisplayName") delete attributes[name];
      store.put({ ...topic, attributes });
    },

    ListTopics({ NextToken: token }: api.ListTopicsInput, { region }: CallContext) {
      const { items, nextToken } = pageOf(store.topics(region), ({ arn }) => arn, {
        token,
        size: shown,
        invalidToken: () => invalidParameter("NextToken"),
      });
      return {
        Topics: items.map(({ arn }) => ({ TopicArn: arn })),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  };
}

function checkName(name: string, isFifo: boolean): void {
  if (isFifo) {
    if (!/^[A-Za-z0-9_-]{1,251}\.fifo$/.test(name))
      throw invalidParameter(
        "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.",
      );
  } else if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
}

function checkAttribute(name: string, value: string, isFifo: boolean, prefix: string): void {
  if (["ArchivePolicy", "BeginningArchiveTime"].includes(name))
    throw invalidParameter(
      `${prefix}The local engine does not support ${name}: topics keep no messages.`,
    );
  if (!settable.includes(name) && !feedback.test(name))
    throw invalidParameter(prefix === "" ? "AttributeName" : `${prefix}Unknown Attribute ${name}`);
  const isFlag = name === "FifoTopic" || name === "ContentBasedDeduplication";
  if (isFlag && value !== "true" && value !== "false")
    throw invalidParameter(`${prefix}${name}: Invalid value [${value}]. Must be true or false.`);
  if (!isFifo && ofFifoTopics.includes(name) && !(isFlag && value === "false"))
    throw invalidParameter(`${prefix}${name} is only valid for FIFO topics`);
  if (name === "FifoThroughputScope" && value !== "Topic" && value !== "MessageGroup")
    throw invalidParameter(`${prefix}FifoThroughputScope: Invalid value [${value}].`);
  if (name === "SignatureVersion" && value !== "1" && value !== "2")
    throw invalidParameter(`${prefix}SignatureVersion: Invalid value [${value}].`);
  if (name === "TracingConfig" && value !== "PassThrough" && value !== "Active")
    throw invalidParameter(`${prefix}TracingConfig: Invalid value [${value}].`);
  if (["DeliveryPolicy", "Policy"].includes(name) && value !== "" && !isJson(value))
    throw invalidParameter(`${prefix}${name}: failed to parse JSON.`);
}

const withoutFifo = (attributes: Readonly<Record<string, string>>): Topic["attributes"] =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !ofFifoTopics.includes(name)));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
