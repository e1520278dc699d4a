import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { setQueueAttribute } from "@/lib/triggers/set-queue-attribute";

const body = z.strictObject({
  queueArn: z.string(),
  time: z.enum(["visibilityTimeoutSeconds", "retentionSeconds"]),
  seconds: z.number(),
});

export const PATCH = handle(body, ({ connection, body: { queueArn, time, seconds } }) =>
  attempt(connection, "change the queue", () =>
    setQueueAttribute(connection, queueArn, time, seconds),
  ),
);
