import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { addPermission } from "@/lib/triggers/add-permission";

const body = z.strictObject({
  service: z.string(),
  sourceArn: z.string(),
  sourceAccount: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  qualifier: z.string().min(1).optional(),
});

export const POST = handle(body, ({ connection, params, body }) =>
  attempt(connection, `let ${body.sourceArn} call ${params.name}`, () =>
    addPermission(connection, params.name!, body),
  ),
);
