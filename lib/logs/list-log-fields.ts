import { GetLogGroupFieldsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";

/** The fields that CloudWatch found in a group's newest events, the most frequent first. */
export async function listLogFields(
  connection: Connection,
  logGroup: string,
): Promise<{ fields: { name: string; percent: number }[] }> {
  return attempt(connection, `list the fields of ${logGroup}`, async () => {
    const { logGroupFields = [] } = await clientsFor(connection).logs.send(
      new GetLogGroupFieldsCommand({ logGroupName: logGroup }),
    );
    return {
      fields: logGroupFields
        .flatMap(({ name, percent = 0 }) => (name ? [{ name, percent }] : []))
        .sort((a, b) => b.percent - a.percent || a.name.localeCompare(b.name)),
    };
  });
}
