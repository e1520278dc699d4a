import { attempt } from "@/lib/aws/attempt";
import { newTriggerSchema } from "@/lib/model/trigger-drafts/draft-schema";
import { handle } from "@/lib/server/handle";
import { addTrigger } from "@/lib/triggers/add-trigger";
import { listTriggers } from "@/lib/triggers/list-triggers";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `list the triggers of ${params.name}`, () =>
    listTriggers(connection, params.name!, query.get("qualifier") ?? undefined),
  ),
);

export const POST = handle(newTriggerSchema, ({ connection, params, body }) =>
  attempt(connection, `add the trigger to ${params.name}`, () =>
    addTrigger(connection, params.name!, body),
  ),
);
