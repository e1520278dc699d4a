import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { createQueue } from "@/lib/triggers/create-queue";
import { listQueues } from "@/lib/triggers/list-queues";

export const GET = handle(({ connection, query }) =>
  attempt(connection, "list the queues", async () => ({
    queues: await listQueues(connection, query.get("prefix") ?? undefined),
  })),
);

const body = z.strictObject({ name: z.string(), visibilityTimeoutSeconds: z.number() });

export const POST = handle(body, ({ connection, body }) =>
  attempt(connection, `create the queue ${body.name}`, () => createQueue(connection, body)),
);
