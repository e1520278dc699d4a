import { GetLogRecordCommand } from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";

/** All fields of one log event, by the `@ptr` of a query's row. */
export async function readLogRecord(
  connection: Connection,
  pointer: string,
): Promise<{ fields: [name: string, value: string][] }> {
  return attempt(connection, "read the log record", async () => {
    const { logRecord = {} } = await clientsFor(connection).logs.send(
      new GetLogRecordCommand({ logRecordPointer: pointer }),
    );
    return { fields: Object.entries(logRecord).sort(([a], [b]) => order(a) - order(b)) };
  });
}

/** CloudWatch's own fields come after those of the event. */
function order(name: string): number {
  return name === "@message" ? 0 : name.startsWith("@") ? 2 : 1;
}
