import type {
  ListTagsForResourceInput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from "@aws-sdk/client-cloudwatch";
import { type CallContext, ServiceError } from "../http/service.ts";
import type { AlarmStore } from "./alarms/alarm-store.ts";
import type { DashboardStore } from "./dashboards/dashboard-store.ts";
import { invalidParameter } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

/** A list of tags by key. Throws InvalidParameterValueException for tags AWS would not keep. */
export function readTags(tags: readonly Tag[] = []): Tags {
  const found = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  checkTags(found);
  return found;
}

function checkTags(tags: Tags): void {
  const keys = Object.keys(tags);
  if (keys.length > 50)
    throw invalidParameter(`A resource can have at most 50 tags, not ${keys.length}.`);
  const reserved = keys.find((key) => /^aws:/i.test(key));
  if (reserved !== undefined)
    throw invalidParameter(`The tag key ${reserved} is reserved: it must not start with aws:.`);
}

/** Tags of alarms and dashboards, by ARN. */
export function tagOperations(stores: { alarms: AlarmStore; dashboards: DashboardStore }) {
  const find = (arn: string, { region, accountId }: CallContext) => {
    const own = (text: string) =>
      new RegExp(`^arn:aws[a-z-]*:cloudwatch:${text}$`, "s").exec(arn)?.[1];
    const alarmName = own(`${region}:${accountId}:alarm:(.+)`);
    const alarm = alarmName === undefined ? undefined : stores.alarms.find(region, alarmName);
    if (alarm)
      return { tags: alarm.tags, set: (tags: Tags) => stores.alarms.put({ ...alarm, tags }) };
    const dashboardName = own(`:${accountId}:dashboard/(.+)`);
    const dashboard =
      dashboardName === undefined ? undefined : stores.dashboards.find(dashboardName);
    if (dashboard)
      return {
        tags: dashboard.tags,
        set: (tags: Tags) => stores.dashboards.put({ ...dashboard, tags }),
      };
    if (!/^arn:aws[a-z-]*:cloudwatch:[^:]*:\d{12}:/.test(arn))
      throw invalidParameter(`${arn} is not the ARN of a CloudWatch resource.`);
    throw new ServiceError(
      "ResourceNotFoundException",
      `The resource ${arn} does not exist.`,
      404,
      {
        ResourceType: alarmName === undefined ? "dashboard" : "alarm",
        ResourceId: alarmName ?? dashboardName ?? arn,
      },
    );
  };
  return {
    ListTagsForResource: (input: ListTagsForResourceInput, context: CallContext) => ({
      Tags: Object.entries(find(input.ResourceARN ?? "", context).tags).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    }),

    TagResource(input: TagResourceInput, context: CallContext) {
      const { tags, set } = find(input.ResourceARN ?? "", context);
      const all = { ...tags, ...readTags(input.Tags) };
      checkTags(all);
      set(all);
      return {};
    },

    UntagResource(input: UntagResourceInput, context: CallContext) {
      const { tags, set } = find(input.ResourceARN ?? "", context);
      const removed = input.TagKeys ?? [];
      set(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key))));
      return {};
    },
  };
}
