import * as z from "zod";
import { readTraffic } from "@/lib/concurrency/read-traffic";
import { trafficWindows } from "@/lib/model/traffic";
import { encodeTraffic } from "@/lib/model/traffic-binary";
import { handle } from "@/lib/server/handle";
import { parseWith } from "@/lib/server/parse-query";

const mostNames = 200;

const wanted = z.strictObject({
  window: z.enum(trafficWindows, { error: `must be one of ${trafficWindows.join(", ")}` }),
  names: z
    .array(z.string().min(1))
    .min(1, { error: "name= is missing: the functions whose traffic is read" })
    .max(mostNames, { error: `name= may be there at most ${mostNames} times` }),
  init: z.boolean(),
});

export const GET = handle(async ({ connection, query }) => {
  const asked = parseWith(
    wanted,
    {
      window: query.get("window"),
      names: [...new Set(query.getAll("name"))],
      init: query.get("init") === "true",
    },
    "The traffic was not read",
  );
  const traffic = await readTraffic(connection, asked, Date.now());
  return new Response(encodeTraffic(traffic), {
    headers: { "content-type": "application/octet-stream", "cache-control": "no-store" },
  });
});
