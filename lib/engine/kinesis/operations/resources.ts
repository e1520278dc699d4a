import type * as api from "@aws-sdk/client-kinesis";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { readStatements } from "../../iam/allows-service.ts";
import { invalidArgument, notFound } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import { findConsumer } from "./consumers.ts";
import type { KinesisStore } from "../stream-store.ts";
import { checkTags, withoutTags } from "../tags.ts";

type Tags = Readonly<Record<string, string>>;

interface Resource {
  tags: Tags;
  policy?: string | undefined;
}

/** Tags and policies of streams and consumers. */
export function resourceOperations(store: KinesisStore) {
  /** What an ARN means, and how to keep it changed. */
  const find = (
    input: { ResourceARN?: string | undefined; StreamId?: string | undefined },
    context: CallContext,
  ) => {
    refuseFields("InvalidArgumentException", input, {
      StreamId: "streams have a name and an ARN.",
    });
    const { ResourceARN: arn = "" } = input;
    if (!arn.includes("/consumer/")) {
      const stream = findStream(store, { StreamARN: arn }, context);
      return {
        resource: stream as Resource,
        save: (change: Resource) => store.save(merged(stream, change)),
      };
    }
    const { stream, consumer } = findConsumer(store, { ConsumerARN: arn });
    return {
      resource: consumer as Resource,
      save: (change: Resource) =>
        store.save({
          ...stream,
          consumers: stream.consumers.map((one) =>
            one === consumer ? merged(consumer, change) : one,
          ),
        }),
    };
  };

  return {
    AddTagsToStream(input: api.AddTagsToStreamInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      store.save({ ...stream, tags: checkTags(input.Tags, stream.tags) });
    },

    RemoveTagsFromStream(input: api.RemoveTagsFromStreamInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      store.save({ ...stream, tags: withoutTags(stream.tags, input.TagKeys ?? []) });
    },

    ListTagsForStream(input: api.ListTagsForStreamInput, context: CallContext) {
      const { tags } = findStream(store, input, context);
      const { ExclusiveStartTagKey: after, Limit: limit = 50 } = input;
      const all = listed(tags).filter(({ Key }) => after === undefined || Key > after);
      return { Tags: all.slice(0, limit), HasMoreTags: all.length > limit };
    },

    TagResource(input: api.TagResourceInput, context: CallContext): void {
      const { resource, save } = find(input, context);
      save({ ...resource, tags: checkTags(input.Tags, resource.tags) });
    },

    UntagResource(input: api.UntagResourceInput, context: CallContext): void {
      const { resource, save } = find(input, context);
      save({ ...resource, tags: withoutTags(resource.tags, input.TagKeys ?? []) });
    },

    ListTagsForResource: (input: api.ListTagsForResourceInput, context: CallContext) => ({
      Tags: listed(find(input, context).resource.tags),
    }),

    PutResourcePolicy(input: api.PutResourcePolicyInput, context: CallContext): void {
      const { resource, save } = find(input, context);
      if (readStatements(input.Policy).length === 0)
        throw invalidArgument("Policy is not a policy document with statements.");
      save({ ...resource, policy: input.Policy });
    },

    GetResourcePolicy(input: api.GetResourcePolicyInput, context: CallContext) {
      const { resource } = find(input, context);
      return { Policy: resource.policy ?? "{}" };
    },

    DeleteResourcePolicy(input: api.DeleteResourcePolicyInput, context: CallContext): void {
      const { resource, save } = find(input, context);
      if (resource.policy === undefined)
        throw notFound(`No resource policy found for resource ARN ${input.ResourceARN}`);
      save({ ...resource, policy: undefined });
    },
  };
}

function merged<R extends { tags: Tags; policy?: string }>(before: R, change: Resource): R {
  const { policy: _old, ...rest } = before;
  const { tags, policy } = change;
  return { ...rest, tags, ...(policy !== undefined && { policy }) } as R;
}

const listed = (tags: Tags) =>
  Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
