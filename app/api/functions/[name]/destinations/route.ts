import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { readDestinations, setDestinations } from "@/lib/triggers/set-destinations";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `read where results of ${params.name} go`, () =>
    readDestinations(connection, params.name!, query.get("qualifier") ?? undefined),
  ),
);

const body = z.strictObject({
  maximumRetryAttempts: z.number(),
  maximumEventAgeSeconds: z.number(),
  onSuccessArn: z.string(),
  onFailureArn: z.string(),
  deadLetterArn: z.string().nullable(),
});

export const PUT = handle(body, ({ connection, params, query, body }) =>
  attempt(connection, `set where results of ${params.name} go`, () =>
    setDestinations(connection, params.name!, body, query.get("qualifier") ?? undefined),
  ),
);
