import { z } from "zod";
import { invokeFunction } from "@/lib/invocations/invoke-function";
import { invocationTypes } from "@/lib/model/invoke";
import { ProblemError } from "@/lib/model/problem";
import { handle } from "@/lib/server/handle";
import { clearInvocations, readInvocations } from "@/lib/store/invocation-history";

/** A body is `{payload, type?, qualifier?, clientContext?, logTail?, eventName?}`. */
const invokeBody = z.strictObject({
  payload: z.string(),
  type: z.enum(invocationTypes).default("RequestResponse"),
  qualifier: z.string().min(1).optional(),
  clientContext: z.string().optional(),
  logTail: z.boolean().default(true),
  eventName: z.string().max(64).optional(),
});

export const POST = handle(invokeBody, async ({ connection, params, body, signal }) => {
  const answer = await invokeFunction(
    connection,
    params.name ?? "",
    { ...body, streaming: false },
    { now: Date.now, signal },
  );
  if (answer.result.problem) throw new ProblemError(answer.result.problem);
  return answer;
});

/** With `text=` only the calls whose event, answer or name holds it. */
export const GET = handle(({ connection, params, query }) => ({
  invocations: readInvocations(
    connection.id,
    params.name ?? "",
    undefined,
    query.get("text") ?? "",
  ),
}));

export const DELETE = handle(z.object({}), ({ connection, params }) => {
  clearInvocations(connection.id, params.name ?? "");
  return { invocations: [] };
});
