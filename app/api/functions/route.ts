import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { checkZip } from "@/lib/code/check-zip";
import { createFunction } from "@/lib/functions/create-function";
import { listFunctions, streamFunctions } from "@/lib/functions/list-functions";
import { handle } from "@/lib/server/handle";
import { jsonLines } from "@/lib/server/json-lines";

/** One JSON object, or one a page of the list for who accepts `application/x-ndjson`. */
export const GET = handle(({ connection, request, query }) =>
  request.headers.get("accept") === "application/x-ndjson"
    ? jsonLines(streamFunctions(connection, Date.now(), query.has("lastFirst")))
    : listFunctions(connection, Date.now()),
);

const body = z.strictObject({
  name: z.string(),
  runtime: z.string().min(1),
  handler: z.string(),
  memoryMb: z.number(),
  timeoutSeconds: z.number(),
  architecture: z.enum(["x86_64", "arm64"]),
  description: z.string(),
  role: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  zipBase64: z.base64(),
});

export const POST = handle(body, ({ connection, body: { zipBase64, ...wanted } }) =>
  attempt(connection, `create the function ${wanted.name}`, () =>
    createFunction(connection, { ...wanted, zip: checkZip(zipBase64) }),
  ),
);
