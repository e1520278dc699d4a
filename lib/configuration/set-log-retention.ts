import {
  CreateLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { retentionDaysAllowed } from "@/lib/model/function-limits";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { readConfiguration, readRetention } from "./read-configuration";

/** Sets how long the function's log group keeps its events; `days: null` keeps them for ever. */
export async function setLogRetention(
  connection: Connection,
  functionName: string,
  days: number | null,
): Promise<{ change: Change }> {
  if (days !== null && !retentionDaysAllowed.some((allowed) => allowed === days))
    refuse(
      "days",
      `Retention must be one of ${retentionDaysAllowed.join(", ")} days, or for ever.`,
    );
  const { logGroup } = (await readConfiguration(connection, functionName)).logging;
  const before = await readRetention(connection, logGroup);
  const { logs } = clientsFor(connection);
  const { change } = await journalled<unknown>(
    {
      connection,
      functionName,
      kind: "log-retention",
      title: `Log retention of ${logGroup} ${inWords(before.days)} -> ${inWords(days)}`,
      before: { logGroup, days: before.days },
      after: { logGroup, days },
      call: retentionCall(logGroup, days),
      undo: retentionCall(logGroup, before.days),
    },
    async () => {
      if (days === null)
        return logs.send(new DeleteRetentionPolicyCommand({ logGroupName: logGroup }));
      // Lambda makes the group at the first invocation; a retention set before that needs it now.
      if (!before.exists) await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
      return logs.send(
        new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: days }),
      );
    },
  );
  return { change };
}

function inWords(days: number | null): string {
  return days === null ? "for ever" : `${days} d`;
}

function retentionCall(logGroupName: string, days: number | null): CloudCall {
  return days === null
    ? { service: "logs", command: "DeleteRetentionPolicy", input: { logGroupName } }
    : {
        service: "logs",
        command: "PutRetentionPolicy",
        input: { logGroupName, retentionInDays: days },
      };
}
