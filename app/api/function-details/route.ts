import { readRowDetails } from "@/lib/functions/row-details";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, query }) =>
  readRowDetails(connection, query.getAll("name").slice(0, 200), Date.now()),
);
