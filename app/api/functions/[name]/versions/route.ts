import * as z from "zod";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { listVersions } from "@/lib/versions/list-versions";
import { publishVersion } from "@/lib/versions/publish-version";

export const GET = handle(({ connection, params }) =>
  attempt(connection, `list the versions of ${params.name}`, () =>
    listVersions(connection, params.name!),
  ),
);

const body = z.strictObject({ description: z.string(), revisionId: z.string().optional() });

export const POST = handle(body, ({ connection, params, body }) =>
  attempt(connection, `publish a version of ${params.name}`, () =>
    publishVersion(connection, params.name!, body),
  ),
);
