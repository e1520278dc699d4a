import { paginateListQueues } from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import { type Connection, partitionOf } from "@/lib/model/connection";

/** Enough to choose from; a longer list is narrowed by its name's beginning. */
const mostQueues = 1_000;

/** The names and ARNs of the queues in the connection's region. */
export async function listQueues(
  connection: Connection,
  prefix?: string,
): Promise<{ name: string; arn: string }[]> {
  const { sqs } = clientsFor(connection);
  const found: { name: string; arn: string }[] = [];
  const pages = paginateListQueues(
    { client: sqs, pageSize: mostQueues },
    { QueueNamePrefix: prefix || undefined },
  );
  for await (const page of pages) {
    for (const url of page.QueueUrls ?? []) {
      const [accountId, name] = new URL(url).pathname.split("/").slice(-2);
      if (accountId && name)
        found.push({
          name,
          arn: `arn:${partitionOf(connection.region)}:sqs:${connection.region}:${accountId}:${name}`,
        });
    }
    if (found.length >= mostQueues) break;
  }
  return found;
}
