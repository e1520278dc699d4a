import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";
import { readRecentEvents } from "@/lib/triggers/read-recent-events";

export const GET = handle(({ connection, params }) =>
  attempt(connection, `read the latest events of ${params.name}`, async () => ({
    events: await readRecentEvents(connection, params.name!, Date.now()),
  })),
);
