import { z } from "zod";
import { listConnections } from "@/lib/aws/connections";
import { addEndpoint } from "@/lib/connections/add-endpoint";
import { handleWithoutConnection } from "@/lib/server/handle";

export const GET = handleWithoutConnection(async () => {
  const connections = await listConnections();
  return { connections, defaultId: connections[0]?.id ?? null };
});

const endpoint = z.object({
  name: z.string(),
  url: z.string(),
  region: z.string(),
  profile: z.string().optional(),
});

export const POST = handleWithoutConnection(endpoint, async ({ body }) => ({
  connection: await addEndpoint(body),
}));
