import {
  GetFunctionConcurrencyCommand,
  type GetFunctionCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Connection } from "@/lib/model/connection";
import { clientsFor } from "./clients";
import { problemFrom } from "./problem-from";

/**
 * A function's reservation, or null, from the answer of its GetFunction. On AWS that answer lacks it only
 * where there is none (and GetFunctionConcurrency shares 15 calls a second with deployments); other
 * implementations may tell it by GetFunctionConcurrency alone, and not knowing it is not having none.
 */
export async function reservedConcurrencyOf(
  connection: Connection,
  functionName: string,
  { Concurrency }: Pick<GetFunctionCommandOutput, "Concurrency">,
): Promise<number | null> {
  const reserved = Concurrency?.ReservedConcurrentExecutions;
  if (reserved !== undefined || connection.kind !== "endpoint") return reserved ?? null;
  try {
    const answer = await clientsFor(connection).lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: functionName }),
    );
    return answer.ReservedConcurrentExecutions ?? null;
  } catch (error) {
    // The function is there; what was not found is its reservation.
    if (problemFrom(error).kind === "not-found") return null;
    throw error;
  }
}
