import { engineEndpoint, listConnections } from "@/lib/aws/connections";
import { handleWithoutConnection } from "@/lib/server/handle";
import { version } from "@/package.json";

/** Open without a token: says that the dashboard runs, and nothing about what it sees. */
export const GET = handleWithoutConnection(async () => ({
  status: "ok",
  version,
  connection: (await listConnections())[0]?.id ?? null,
  engine: { endpoint: engineEndpoint() ?? null },
}));
