import { callCounts } from "@/lib/aws/call-meter";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) => {
  const calls = callCounts(connection.id);
  // Only AWS sends a bill.
  const costUsd =
    connection.kind === "profile" ? calls.reduce((sum, { costUsd }) => sum + costUsd, 0) : 0;
  return { calls, costUsd };
});
