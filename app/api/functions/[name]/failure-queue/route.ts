import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { addFailureDestination } from "@/lib/triggers/add-failure-queue";

const body = z.strictObject({ name: z.string() });

export const POST = handle(body, ({ connection, params, query, body: { name } }) =>
  attempt(connection, `add the queue ${name}`, () =>
    addFailureDestination(connection, params.name!, query.get("qualifier") ?? undefined, name),
  ),
);
