import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { addMapping } from "@/lib/triggers/add-mapping";
import { listTriggers } from "@/lib/triggers/list-triggers";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `list the triggers of ${params.name}`, () =>
    listTriggers(connection, params.name!, query.get("qualifier") ?? undefined),
  ),
);

const body = z.strictObject({
  queueArn: z.string(),
  qualifier: z.string().min(1).optional(),
  batchSize: z.number(),
  maximumBatchingWindowSeconds: z.number(),
  maximumConcurrency: z.number().nullable(),
  reportsBatchItemFailures: z.boolean(),
  filters: z.array(z.string()),
  enabled: z.boolean(),
});

export const POST = handle(body, ({ connection, params, body }) =>
  attempt(connection, `add the trigger to ${params.name}`, () =>
    addMapping(connection, params.name!, body),
  ),
);
