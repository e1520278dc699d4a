import { z } from "zod";
import { listChanges } from "@/lib/activity/list-changes";
import { handleWithoutConnection } from "@/lib/server/handle";
import { parseQuery } from "@/lib/server/parse-query";

const query = z.object({
  connection: z.string().optional(),
  function: z.string().optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

export const GET = handleWithoutConnection((call) => {
  const { connection, function: functionName, before, limit } = parseQuery(call.query, query);
  return listChanges({ connectionId: connection, functionName, beforeId: before, limit });
});
