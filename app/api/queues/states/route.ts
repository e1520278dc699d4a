import { handle } from "@/lib/server/handle";
import { readQueueStates } from "@/lib/triggers/read-queue-states";

export const GET = handle(({ connection, query }) =>
  readQueueStates(connection, query.getAll("arn")),
);
