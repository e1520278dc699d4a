import { attempt } from "@/lib/aws/attempt";
import { fetchZip } from "@/lib/code/read-code";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `download the code of ${params.name}`, async () => {
    const qualifier = query.get("qualifier") ?? undefined;
    const { zip } = await fetchZip(connection, params.name!, qualifier);
    const suffix = qualifier ? `-${qualifier.replaceAll(/[^\w-]/g, "")}` : "";
    return new Response(Buffer.from(zip), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${params.name!.replaceAll(/[^\w-]/g, "")}${suffix}.zip"`,
        "cache-control": "no-store",
      },
    });
  }),
);
