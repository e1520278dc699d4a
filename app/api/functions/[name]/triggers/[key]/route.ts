import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { mappingEditSchema, pushDraftSchema } from "@/lib/model/trigger-drafts/draft-schema";
import { handle } from "@/lib/server/handle";
import { changeTrigger } from "@/lib/triggers/change-trigger";
import { removeMapping } from "@/lib/triggers/remove-mapping";
import { removeTrigger } from "@/lib/triggers/remove-trigger";
import { updateMapping } from "@/lib/triggers/update-mapping";

/** Of a mapping what shall change; of any other trigger the whole draft. */
const body = z.union([pushDraftSchema, mappingEditSchema]);

export const PATCH = handle(body, ({ connection, params, body }) =>
  attempt(connection, "change the trigger", async () => {
    if ("kind" in body) return changeTrigger(connection, params.name!, params.key!, body);
    const { change, mapping } = await updateMapping(connection, params.name!, params.key!, body);
    return { steps: [change], mapping };
  }),
);

export const DELETE = handle(({ connection, params }) =>
  attempt(connection, "remove the trigger", async () => {
    if (!isMapping(params.key!)) return removeTrigger(connection, params.name!, params.key!);
    const { change } = await removeMapping(connection, params.name!, params.key!);
    return { steps: [change] };
  }),
);

/** A mapping is known by its UUID, every other trigger by several words. */
function isMapping(key: string): boolean {
  return !key.includes(" ");
}
