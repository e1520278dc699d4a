import * as z from "zod";
import { readRowDetails } from "@/lib/functions/row-details";
import { handle } from "@/lib/server/handle";
import { parseQuery } from "@/lib/server/parse-query";

const error = "must be milliseconds since 1970";
const query = z.object({ sinceMs: z.coerce.number({ error }).int({ error }).min(0).optional() });

export const GET = handle(({ connection, query: given }) =>
  readRowDetails(
    connection,
    given.getAll("name").slice(0, 200),
    Date.now(),
    parseQuery(given, query).sinceMs,
  ),
);
