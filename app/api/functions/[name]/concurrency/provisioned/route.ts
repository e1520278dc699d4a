import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { setProvisionedConcurrency } from "@/lib/concurrency/set-provisioned-concurrency";
import { handle } from "@/lib/server/handle";

const count = z.number().int().min(1).nullable();
const body = z.strictObject({
  qualifier: z.string().min(1),
  provisionedConcurrency: count,
  expected: count.optional(),
});

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `set the provisioned concurrency of ${params.name}`, () =>
    setProvisionedConcurrency(connection, { functionName: params.name!, ...body }),
  ),
);
