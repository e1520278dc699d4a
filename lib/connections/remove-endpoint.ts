import { lock } from "@/lib/aws/unlocked";
import { parseConnectionId } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { deleteEndpoint } from "@/lib/store/endpoints";

/** Forgets a saved endpoint; nothing behind it is touched. */
export function removeEndpoint(connectionId: string): void {
  const parsed = parseConnectionId(connectionId);
  if (parsed?.kind !== "endpoint" || !deleteEndpoint(parsed.name))
    throw new ProblemError({
      kind: "not-found",
      title: "This connection cannot be removed",
      detail:
        parsed?.kind === "profile"
          ? "Profiles live in the AWS config files; remove it there."
          : `No endpoint is saved as "${parsed?.name ?? connectionId}".`,
    });
  lock(connectionId);
}
