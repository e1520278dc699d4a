import {
  DescribeLogGroupsCommand,
  type LogGroup as AwsLogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { LogGroup } from "@/lib/model/log-group";

/** One log group by its exact name; undefined when there is none. */
export async function describeLogGroup(
  connection: Connection,
  name: string,
): Promise<LogGroup | undefined> {
  return attempt(connection, `read the log group ${name}`, async () => {
    const { logGroups } = await clientsFor(connection).logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
    );
    // The name itself sorts before every longer one with the same start, so it is on the first page.
    const found = logGroups?.find((group) => group.logGroupName === name);
    return found && shapeLogGroup(found);
  });
}

const mostPages = 20;

/** Log groups in order of name, at most 1,000; `more` says whether there are others. */
export async function listLogGroups(
  connection: Connection,
  prefix?: string,
): Promise<{ groups: LogGroup[]; more: boolean }> {
  return attempt(connection, "list the log groups", async () => {
    const groups: LogGroup[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await clientsFor(connection).logs.send(
        new DescribeLogGroupsCommand({
          logGroupNamePrefix: prefix || undefined,
          nextToken,
          limit: 50,
        }),
      );
      groups.push(
        ...(answer.logGroups ?? []).filter((group) => group.logGroupName).map(shapeLogGroup),
      );
      nextToken = answer.nextToken;
      if (!nextToken) return { groups, more: false };
    }
    return { groups, more: true };
  });
}

function shapeLogGroup(group: AwsLogGroup): LogGroup {
  return {
    name: group.logGroupName ?? "",
    arn: group.logGroupArn ?? group.arn?.replace(/:\*$/, ""),
    retentionDays: group.retentionInDays,
    storedBytes: group.storedBytes,
    ...((group.logGroupClass === "INFREQUENT_ACCESS" || group.logGroupClass === "DELIVERY") && {
      limitedClass: group.logGroupClass,
    }),
    createdMs: group.creationTime,
  };
}
