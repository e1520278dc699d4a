import { readFoundSettings } from "@/lib/concurrency/read-found-settings";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, query }) =>
  readFoundSettings(connection, query.getAll("function").slice(0, 200)),
);
