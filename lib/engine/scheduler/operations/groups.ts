import type * as api from "@aws-sdk/client-scheduler";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { conflict, invalid, noGroup } from "../errors.ts";
import { defaultGroup, groupArn, type ScheduleGroup } from "../schedule.ts";
import type { ScheduleStore } from "../schedule-store.ts";

const mostTags = 50;

/** Groups of schedules, and their tags. */
export function groupOperations(store: ScheduleStore, clock: Clock) {
  const byArn = (arn = ""): ScheduleGroup => {
    const [, , , region = "", , path = ""] = arn.split(":");
    const name = path.replace(/^schedule-group\//, "");
    const group = store.findGroup(region, name);
    if (!group) throw noGroup(name);
    return group;
  };
  return {
    CreateScheduleGroup(input: api.CreateScheduleGroupInput, { region, accountId }: CallContext) {
      const { Name: name = "", ClientToken: clientToken } = input;
      const existing = store.findGroup(region, name);
      if (existing) {
        if (clientToken !== undefined && existing.clientToken === clientToken)
          return { ScheduleGroupArn: groupArn(existing) };
        throw conflict(`Schedule group ${name} already exists.`);
      }
      const group: ScheduleGroup = {
        region,
        accountId,
        name,
        tags: toTags(input.Tags),
        createdMs: clock.now(),
        clientToken,
      };
      store.putGroup(group);
      return { ScheduleGroupArn: groupArn(group) };
    },

    GetScheduleGroup: ({ Name = "" }: api.GetScheduleGroupInput, { region }: CallContext) =>
      describe(store.group(region, Name)),

    /** Its schedules go with it. */
    DeleteScheduleGroup(
      { Name: name = "" }: api.DeleteScheduleGroupInput,
      { region }: CallContext,
    ) {
      if (name === defaultGroup) throw invalid("The default schedule group cannot be deleted.");
      store.deleteGroup(store.group(region, name));
      return {};
    },

    ListScheduleGroups(input: api.ListScheduleGroupsInput, { region }: CallContext) {
      const { NamePrefix: prefix = "" } = input;
      const all = store.groups(region).filter(({ name }) => name.startsWith(prefix));
      const { items, nextToken } = pageOf(all, ({ name }) => name, {
        token: input.NextToken,
        size: input.MaxResults ?? 100,
        invalidToken: () => invalid("Invalid NextToken."),
      });
      return {
        ScheduleGroups: items.map(describe),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },

    TagResource(input: api.TagResourceInput) {
      const group = byArn(input.ResourceArn);
      store.putGroup({ ...group, tags: toTags(input.Tags, group.tags) });
      return {};
    },

    UntagResource(input: api.UntagResourceInput) {
      const group = byArn(input.ResourceArn);
      const removed = input.TagKeys ?? [];
      const tags = Object.entries(group.tags).filter(([key]) => !removed.includes(key));
      store.putGroup({ ...group, tags: Object.fromEntries(tags) });
      return {};
    },

    ListTagsForResource: (input: api.ListTagsForResourceInput) => ({
      Tags: Object.entries(byArn(input.ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

const describe = (group: ScheduleGroup) => ({
  Arn: groupArn(group),
  Name: group.name,
  State: "ACTIVE" as const,
  CreationDate: new Date(group.createdMs),
  LastModificationDate: new Date(group.createdMs),
});

function toTags(
  list: readonly api.Tag[] | undefined,
  before: ScheduleGroup["tags"] = {},
): ScheduleGroup["tags"] {
  const tags: Record<string, string> = { ...before };
  for (const { Key = "", Value = "" } of list ?? []) {
    if (/^aws:/i.test(Key)) throw invalid(`The tag key ${Key} is reserved: it starts with aws:.`);
    tags[Key] = Value;
  }
  if (Object.keys(tags).length > mostTags)
    throw new ServiceError(
      "ServiceQuotaExceededException",
      `A schedule group can have at most ${mostTags} tags.`,
      402,
    );
  return tags;
}
