import { attempt } from "@/lib/aws/attempt";
import { readCodeFile } from "@/lib/code/read-code";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `read the code of ${params.name}`, () =>
    readCodeFile(
      connection,
      params.name!,
      query.get("path") ?? "",
      query.get("qualifier") ?? undefined,
    ),
  ),
);
