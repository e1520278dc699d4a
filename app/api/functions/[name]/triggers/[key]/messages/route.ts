import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { sendToSource } from "@/lib/triggers/send/send-to-source";

const named = z.array(z.strictObject({ name: z.string(), value: z.string() }));

const body = z.strictObject({
  count: z.number(),
  text: z.string().max(1_048_576),
  attributes: named.optional(),
  groupId: z.string().optional(),
  delaySeconds: z.number().optional(),
  partitionKey: z.string().optional(),
  objectKey: z.string().optional(),
  subject: z.string().optional(),
  eventSource: z.string().optional(),
  detailType: z.string().optional(),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]).optional(),
  path: z.string().optional(),
  headers: named.optional(),
});

export const POST = handle(body, ({ connection, params, body }) =>
  attempt(connection, "send to the source", () =>
    sendToSource(connection, params.name!, params.key!, body),
  ),
);
