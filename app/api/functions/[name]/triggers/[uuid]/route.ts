import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { removeMapping } from "@/lib/triggers/remove-mapping";
import { updateMapping } from "@/lib/triggers/update-mapping";

const body = z
  .strictObject({
    batchSize: z.number(),
    maximumBatchingWindowSeconds: z.number(),
    maximumConcurrency: z.number().nullable(),
    reportsBatchItemFailures: z.boolean(),
    filters: z.array(z.string()),
    enabled: z.boolean(),
  })
  .partial();

export const PATCH = handle(body, ({ connection, params, body }) =>
  attempt(connection, "change the trigger", () =>
    updateMapping(connection, params.name!, params.uuid!, body),
  ),
);

export const DELETE = handle(({ connection, params }) =>
  attempt(connection, "remove the trigger", () =>
    removeMapping(connection, params.name!, params.uuid!),
  ),
);
