import type {
  ListTagsForResourceRequest,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-eventbridge";
import type { CallContext } from "../http/service.ts";
import { invalid, notFound } from "./errors.ts";
import { busNameOf, defaultBus, type Tags } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";

const mostTags = 50;

/** Tags as they are kept. Throws ValidationException for what AWS would not keep. */
export function toTags(list: readonly Tag[] | undefined, before: Tags = {}): Tags {
  const tags: Tags = {
    ...before,
    ...Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  if (Object.keys(tags).length > mostTags)
    throw invalid(`A resource can have at most ${mostTags} tags.`);
  const reserved = Object.keys(tags).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined)
    throw invalid(`The tag key ${reserved} is reserved: it starts with aws:.`);
  return tags;
}

/** Tags of buses and rules, by ARN. */
export function tagOperations(store: EventStore) {
  const find = (arn: string, { region, accountId }: CallContext) => {
    const [, kind, path = ""] =
      new RegExp(`^arn:aws[a-z-]*:events:${region}:${accountId}:(rule|event-bus)/(.+)$`).exec(
        arn,
      ) ?? [];
    if (kind === "event-bus") {
      const bus = store.bus(region, busNameOf(path));
      return { tags: bus.tags, set: (tags: Tags) => store.putBus({ ...bus, tags }) };
    }
    if (kind === "rule") {
      const names = path.split("/");
      const rule = store.rule(
        region,
        names.length > 1 ? (names[0] ?? "") : defaultBus,
        names.at(-1) ?? "",
      );
      return { tags: rule.tags, set: (tags: Tags) => store.putRule({ ...rule, tags }) };
    }
    throw notFound(`${arn} is not the ARN of a bus or rule of this account and region.`);
  };
  return {
    ListTagsForResource: (input: ListTagsForResourceRequest, context: CallContext) => ({
      Tags: Object.entries(find(input.ResourceARN ?? "", context).tags).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    }),

    TagResource(input: TagResourceRequest, context: CallContext) {
      const { tags, set } = find(input.ResourceARN ?? "", context);
      set(toTags(input.Tags, tags));
    },

    UntagResource(input: UntagResourceRequest, context: CallContext) {
      const { tags, set } = find(input.ResourceARN ?? "", context);
      const removed = input.TagKeys ?? [];
      set(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key))));
    },
  };
}
