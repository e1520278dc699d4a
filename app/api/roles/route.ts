import { attempt } from "@/lib/aws/attempt";
import { listRoles } from "@/lib/functions/list-roles";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) =>
  attempt(connection, "list the execution roles", async () => ({
    roles: await listRoles(connection),
  })),
);
