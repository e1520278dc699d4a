import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { setAsynchronousSettings } from "@/lib/configuration/set-asynchronous-settings";
import { handle } from "@/lib/server/handle";

const body = z.strictObject({
  maximumRetryAttempts: z.number(),
  maximumEventAgeSeconds: z.number(),
  onSuccessArn: z.string().optional(),
  onFailureArn: z.string().optional(),
});

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `set how ${params.name} is called asynchronously`, () =>
    setAsynchronousSettings(connection, params.name!, body),
  ),
);
