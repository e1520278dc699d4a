import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { setReservedConcurrency } from "@/lib/concurrency/set-reserved-concurrency";
import { handle } from "@/lib/server/handle";

const count = z.number().int().min(0).nullable();
const body = z.strictObject({ reservedConcurrency: count, expected: count.optional() });

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `set the reserved concurrency of ${params.name}`, () =>
    setReservedConcurrency(connection, { functionName: params.name!, ...body }),
  ),
);
