import * as z from "zod";
import { readFoundSettings } from "@/lib/concurrency/read-found-settings";
import { handle } from "@/lib/server/handle";
import { parseWith } from "@/lib/server/parse-query";

const query = z.object({ function: z.array(z.string().min(1)).min(1).max(200) });

export const GET = handle((call) => {
  const given = { function: call.query.getAll("function") };
  const { function: names } = parseWith(query, given, "This address is not complete");
  return readFoundSettings(call.connection, names);
});
