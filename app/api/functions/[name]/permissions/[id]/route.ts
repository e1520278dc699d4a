import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { removePermission } from "@/lib/triggers/remove-permission";

export const DELETE = handle(({ connection, params, query }) =>
  attempt(connection, "remove the permission", () =>
    removePermission(connection, params.name!, {
      statementId: params.id!,
      qualifier: query.get("qualifier") ?? undefined,
    }),
  ),
);
