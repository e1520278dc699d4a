import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { deleteVersion } from "@/lib/versions/delete-version";

export const DELETE = handle(({ connection, params }) =>
  attempt(connection, `delete version ${params.version} of ${params.name}`, () =>
    deleteVersion(connection, params.name!, params.version!),
  ),
);
