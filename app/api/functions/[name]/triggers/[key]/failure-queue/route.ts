import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { addFailureQueue } from "@/lib/triggers/add-failure-queue";

const body = z.strictObject({ name: z.string() });

export const POST = handle(body, ({ connection, params, body: { name } }) =>
  attempt(connection, `add the queue ${name}`, () =>
    addFailureQueue(connection, params.name!, params.key!, name),
  ),
);
