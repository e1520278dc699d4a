import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { setTags } from "@/lib/functions/set-tags";
import { handle } from "@/lib/server/handle";

const body = z.strictObject({ tags: z.record(z.string(), z.string()) });

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `change the tags of ${params.name}`, () =>
    setTags(connection, params.name!, body.tags),
  ),
);
