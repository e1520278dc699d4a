import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { problemFrom } from "@/lib/aws/problem-from";
import { checkZip } from "@/lib/code/check-zip";
import { createFunction } from "@/lib/functions/create-function";
import { listFunctions, streamFunctions } from "@/lib/functions/list-functions";
import type { Connection } from "@/lib/model/connection";
import { handle } from "@/lib/server/handle";

/** One JSON object, or one a page of the list for who accepts `application/x-ndjson`. */
export const GET = handle(({ connection, request, query }) =>
  request.headers.get("accept") === "application/x-ndjson"
    ? pages(connection, query.has("lastFirst"))
    : listFunctions(connection, Date.now()),
);

function pages(connection: Connection, lastFirst: boolean): Response {
  const lines = streamFunctions(connection, Date.now(), lastFirst);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await lines.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        controller.enqueue(encoder.encode(`${JSON.stringify({ problem: problemFrom(error) })}\n`));
        controller.close();
      }
    },
    cancel: () => void lines.return(undefined),
  });
  return new Response(body, {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store, no-transform" },
  });
}

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
