import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { readConfiguration } from "@/lib/configuration/read-configuration";
import { updateConfiguration } from "@/lib/configuration/update-configuration";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `read the configuration of ${params.name}`, () =>
    readConfiguration(connection, params.name!, query.get("qualifier") ?? undefined),
  ),
);

const body = z.strictObject({
  revisionId: z.string().optional(),
  edit: z.strictObject({
    memoryMb: z.number().optional(),
    timeoutSeconds: z.number().optional(),
    ephemeralStorageMb: z.number().optional(),
    description: z.string().optional(),
    handler: z.string().optional(),
    runtime: z.string().min(1).optional(),
    tracingMode: z.enum(["Active", "PassThrough"]).optional(),
    layers: z.array(z.string()).optional(),
    logging: z
      .strictObject({
        format: z.enum(["Text", "JSON"]),
        applicationLogLevel: z.string().optional(),
        systemLogLevel: z.string().optional(),
        logGroup: z.string().min(1),
      })
      .optional(),
    environment: z
      .strictObject({ set: z.record(z.string(), z.string()), remove: z.array(z.string()) })
      .optional(),
  }),
});

export const PATCH = handle(body, ({ connection, params, body }) =>
  attempt(connection, `change the configuration of ${params.name}`, () =>
    updateConfiguration(connection, params.name!, body.edit, body.revisionId),
  ),
);
