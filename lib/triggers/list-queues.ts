import { GetQueueAttributesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import pLimit from "p-limit";
import { clientsFor } from "@/lib/aws/clients";
import { pagesOf } from "@/lib/aws/pages";
import { type Connection, partitionOf } from "@/lib/model/connection";

/** Enough to choose from; a longer list is narrowed by its name's beginning. */
const mostQueues = 1_000;
const atOnce = pLimit(10);

interface Queue {
  name: string;
  arn: string;
}

/** The names and ARNs of the queues in the connection's region. */
export async function listQueues(connection: Connection, prefix?: string): Promise<Queue[]> {
  const urls = new Set<string>();
  const pages = pagesOf(async (NextToken) => {
    const page = await clientsFor(connection).sqs.send(
      new ListQueuesCommand({
        QueueNamePrefix: prefix || undefined,
        MaxResults: mostQueues,
        NextToken,
      }),
    );
    return { items: page.QueueUrls, next: page.NextToken };
  });
  for await (const page of pages) {
    for (const url of page) urls.add(url);
    if (urls.size >= mostQueues) break;
  }
  const queues = await Promise.all(
    [...urls].map(
      async (url) => queueOf(connection, url) ?? (await atOnce(() => askQueue(connection, url))),
    ),
  );
  return queues.filter((queue) => queue !== undefined);
}

/** AWS's URLs end in the account and the name; others may end in anything, as `/queue/NAME`. */
function queueOf({ region }: Connection, url: string): Queue | undefined {
  const [accountId = "", name] = url.split(/[?#]/)[0]!.split("/").slice(-2);
  if (!/^\d{12}$/.test(accountId) || !name) return undefined;
  return { name, arn: `arn:${partitionOf(region)}:sqs:${region}:${accountId}:${name}` };
}

async function askQueue(connection: Connection, url: string): Promise<Queue | undefined> {
  const { Attributes } = await clientsFor(connection).sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  const arn = Attributes?.QueueArn;
  return arn ? { name: arn.split(":").at(-1) ?? "", arn } : undefined;
}
