import { readFunction } from "@/lib/functions/read-function";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  readFunction(connection, params.name ?? "", query.get("qualifier") || undefined),
);
