import { z } from "zod";
import { resolveConnection } from "@/lib/aws/connections";
import { lockConnection, unlockConnection } from "@/lib/connections/unlock-connection";
import { handleWithoutConnection } from "@/lib/server/handle";

export const PUT = handleWithoutConnection(
  z.object({ locked: z.boolean() }),
  async ({ params, body }) => {
    const connection = await resolveConnection(params.id);
    return {
      connection: body.locked
        ? await lockConnection(connection)
        : await unlockConnection(connection),
    };
  },
);
