import { z } from "zod";
import { resolveConnection } from "@/lib/aws/connections";
import { switchRegion } from "@/lib/connections/switch-region";
import { regionPattern } from "@/lib/model/connection";
import { handleWithoutConnection } from "@/lib/server/handle";

const body = z.object({
  region: z.string().regex(regionPattern, "is not a region like us-east-1"),
});

export const PUT = handleWithoutConnection(body, async (call) => ({
  connection: await switchRegion(await resolveConnection(call.params.id), call.body.region),
}));
