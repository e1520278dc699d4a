import { DescribeSubscriptionFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { LogSubscription } from "@/lib/model/push-triggers";
import { calledFunction } from "./called-function";
import { eachOf, type SourceReading, Troubles } from "./source-reading";

/** The subscription filters of these log groups that call functions; they can only be asked for by group. */
export async function readLogSubscriptions(
  connection: Connection,
  logGroups: readonly string[],
): Promise<SourceReading> {
  const troubles = new Troubles(connection);
  const triggers = await eachOf(logGroups, (logGroup) =>
    troubles.ifThere(filtersOf(connection, logGroup), [], "read the log groups' subscriptions"),
  );
  const { problems } = troubles;
  return { triggers: triggers.flat(), complete: problems.length === 0, problems };
}

async function filtersOf(connection: Connection, logGroup: string): Promise<LogSubscription[]> {
  const filters = await allOf(async (nextToken) => {
    const page = await clientsFor(connection).logs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName: logGroup, nextToken }),
    );
    return { items: page.subscriptionFilters, next: page.nextToken };
  });
  return filters.flatMap(({ destinationArn, filterName = "", filterPattern = "" }) => {
    const called = calledFunction(destinationArn);
    return called
      ? { kind: "log-group" as const, ...called, logGroup, filterName, filterPattern }
      : [];
  });
}
