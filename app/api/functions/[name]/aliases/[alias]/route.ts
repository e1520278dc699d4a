import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { deleteAlias } from "@/lib/versions/delete-alias";
import { updateAlias } from "@/lib/versions/save-alias";

const body = z.strictObject({
  description: z.string(),
  version: z.string(),
  routing: z.strictObject({ version: z.string(), weight: z.number() }).optional(),
  revisionId: z.string().optional(),
});

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `change the alias ${params.alias}`, () =>
    updateAlias(connection, params.name!, { ...body, name: params.alias! }),
  ),
);

export const DELETE = handle(({ connection, params }) =>
  attempt(connection, `delete the alias ${params.alias}`, () =>
    deleteAlias(connection, params.name!, params.alias!),
  ),
);
