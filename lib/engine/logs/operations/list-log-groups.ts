import type { ListLogGroupsRequest, ListLogGroupsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { logGroupArn } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { pageOf } from "../page.ts";

/** Groups whose name contains one of up to five parts; `^` binds a part to the beginning. */
export const listLogGroups =
  (store: LogStore) =>
  (input: ListLogGroupsRequest, context: CallContext): ListLogGroupsResponse => {
    refuseFields(
      "InvalidParameterException",
      { ...input, includeLinkedAccounts: input.includeLinkedAccounts || undefined },
      {
        accountIdentifiers: "it has one account.",
        includeLinkedAccounts: "it has one account.",
        dataSources: "it does not sort groups by data source.",
        fieldIndexNames: "it has no field indexes.",
        logGroupTags: "list the groups and their tags instead.",
      },
    );
    const parts = input.logGroupNamePattern?.split("|") ?? [""];
    const matches = (name: string) =>
      parts.some((part) =>
        part.startsWith("^") ? name.startsWith(part.slice(1)) : name.includes(part),
      );
    const ofClass = input.logGroupClass === undefined || input.logGroupClass === "STANDARD";
    const groups = ofClass
      ? store.groups.list(context.region).filter(({ name }) => matches(name))
      : [];
    const page = pageOf(groups, ({ name }) => name, input.nextToken, input.limit ?? 50);
    return {
      logGroups: page.items.map(({ name }) => ({
        logGroupName: name,
        logGroupArn: logGroupArn(context, name),
        logGroupClass: "STANDARD",
      })),
      nextToken: page.nextToken,
    };
  };
