import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { type AccountConcurrency, usualUnreservedFloor } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { processWide } from "@/lib/store/process-wide";

/** Floors that AWS named in a refusal, by connection: they differ between accounts. */
const learntFloors = processWide("unreserved-floors", () => new Map<string, number>());

/** The account's limit, what is unreserved, and what AWS keeps so; undefined where the endpoint does not tell. */
export async function readAccountConcurrency(
  connection: Connection,
): Promise<AccountConcurrency | undefined> {
  const { AccountLimit } = await clientsFor(connection).lambda.send(
    new GetAccountSettingsCommand({}),
  );
  const limit = AccountLimit?.ConcurrentExecutions;
  if (limit === undefined) return undefined;
  const unreserved = AccountLimit?.UnreservedConcurrentExecutions ?? limit;
  // Where less than usual is unreserved already, AWS keeps less.
  const floor = learntFloors.get(connection.id) ?? Math.min(usualUnreservedFloor, unreserved);
  return { limit, unreserved, floor };
}

export function rememberFloor(connection: Connection, floor: number): void {
  learntFloors.set(connection.id, floor);
}
