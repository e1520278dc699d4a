import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { problemFrom } from "./problem-from";

/**
 * Runs calls to AWS; what they throw becomes a ProblemError that says what was tried.
 * `action` completes "Could not ...", e.g. "read the function checkout-api".
 */
export async function attempt<T>(
  connection: Connection,
  action: string,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new ProblemError(problemFrom(error, { connection, action }), { cause: error });
  }
}
