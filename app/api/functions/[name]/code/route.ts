import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { readCode } from "@/lib/code/read-code";
import { replaceCode } from "@/lib/code/replace-code";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `read the code of ${params.name}`, () =>
    readCode(connection, params.name!, query.get("qualifier") ?? undefined),
  ),
);

const body = z.strictObject({
  zipBase64: z.base64(),
  expectedCodeSha256: z.string().optional(),
});

export const PUT = handle(body, ({ connection, params, body }) =>
  attempt(connection, `replace the code of ${params.name}`, () =>
    replaceCode(connection, params.name!, body.zipBase64, body.expectedCodeSha256),
  ),
);
