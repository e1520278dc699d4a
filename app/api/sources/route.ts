import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { sourceKinds } from "@/lib/model/trigger-source";
import { handle } from "@/lib/server/handle";
import { parseWith } from "@/lib/server/parse-query";
import { listSources } from "@/lib/triggers/list-sources";

const kindSchema = z.enum(sourceKinds);

export const GET = handle(({ connection, query }) => {
  const kind = parseWith(kindSchema, query.get("kind"), "Name a kind of sources");
  return attempt(connection, `list the ${kind.replace("-", " ")}`, async () => ({
    sources: await listSources(connection, kind),
  }));
});
