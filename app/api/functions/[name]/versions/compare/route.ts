import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { compareVersions } from "@/lib/versions/compare-versions";

export const GET = handle(({ connection, params, query }) =>
  attempt(connection, `compare versions of ${params.name}`, async () => ({
    differences: await compareVersions(
      connection,
      params.name!,
      query.get("left") ?? "$LATEST",
      query.get("right") ?? "$LATEST",
    ),
  })),
);
