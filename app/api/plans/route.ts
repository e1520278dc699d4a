import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { applyPlan } from "@/lib/concurrency/apply-plan";
import { listPlans } from "@/lib/concurrency/list-plans";
import { handle, handleWithoutConnection } from "@/lib/server/handle";
import { parseQuery } from "@/lib/server/parse-query";

const query = z.object({
  connection: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

export const GET = handleWithoutConnection((call) => {
  const { connection, limit } = parseQuery(call.query, query);
  return { plans: listPlans({ connectionId: connection, limit }) };
});

const text = z.string().min(1).max(256);
const count = z.number().int().min(0).nullable();
const values = { functionName: text, before: count, after: count };
const body = z.strictObject({
  changes: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("reserved"), ...values }),
      z.strictObject({ kind: z.literal("provisioned"), qualifier: text, ...values }),
      z.strictObject({
        kind: z.literal("queue-maximum"),
        mappingId: text,
        queueName: text,
        ...values,
      }),
    ]),
  ),
  tryMinutes: z.number().int().min(1).max(60).optional(),
});

export const POST = handle(body, ({ connection, body }) =>
  attempt(connection, "apply the plan", async () => {
    const { plan } = await applyPlan(connection, body);
    return { plan };
  }),
);
