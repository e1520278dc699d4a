import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { addDeadLetterQueue } from "@/lib/triggers/add-dead-letter-queue";

const body = z.strictObject({ queueArn: z.string(), name: z.string() });

export const POST = handle(body, ({ connection, body: { queueArn, name } }) =>
  attempt(connection, `add the dead-letter queue ${name}`, () =>
    addDeadLetterQueue(connection, queueArn, name),
  ),
);
