import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { deleteFunction } from "@/lib/functions/delete-function";
import { readFunction } from "@/lib/functions/read-function";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  readFunction(connection, params.name ?? "", query.get("qualifier") || undefined),
);

const body = z.strictObject({ typedName: z.string() });

export const DELETE = handle(body, ({ connection, params, body }) =>
  attempt(connection, `delete the function ${params.name}`, () =>
    deleteFunction(connection, params.name ?? "", body.typedName),
  ),
);
