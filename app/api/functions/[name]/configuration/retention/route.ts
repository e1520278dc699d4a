import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { setLogRetention } from "@/lib/configuration/set-log-retention";
import { handle } from "@/lib/server/handle";

const body = z.strictObject({ days: z.number().int().nullable() });

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `set the log retention of ${params.name}`, () =>
    setLogRetention(connection, params.name!, body.days),
  ),
);
