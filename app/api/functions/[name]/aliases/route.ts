import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { createAlias } from "@/lib/versions/save-alias";

const body = z.strictObject({
  name: z.string(),
  description: z.string(),
  version: z.string(),
  routing: z.strictObject({ version: z.string(), weight: z.number() }).optional(),
});

export const POST = handle(body, ({ connection, params, body }) =>
  attempt(connection, `create the alias ${body.name}`, () =>
    createAlias(connection, params.name!, body),
  ),
);
