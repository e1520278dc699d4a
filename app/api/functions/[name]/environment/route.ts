import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { revealEnvironment } from "@/lib/configuration/reveal-environment";
import { handle } from "@/lib/server/handle";

const body = z.strictObject({ qualifier: z.string().min(1).optional() });

/** Reveals values, and is written in the journal: a POST, so that no link and no image can cause it. */
export const POST = handle(body, ({ connection, params, body }) =>
  attempt(connection, `read the environment variables of ${params.name}`, async () => ({
    variables: await revealEnvironment(connection, params.name!, body.qualifier),
  })),
);
