import { attempt } from "@/lib/aws/attempt";
import { listLayers } from "@/lib/configuration/list-layers";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) =>
  attempt(connection, "list the layers", async () => ({
    layers: await listLayers(connection),
  })),
);
