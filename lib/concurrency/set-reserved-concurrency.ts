import { sendCall } from "@/lib/aws/send-call";
import type { Change } from "@/lib/model/change";
import { floorFromRefusal, reservedProblem } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { rememberFloor } from "./read-account-concurrency";
import { readFunctionConcurrency } from "./read-function-concurrency";
import { reservedCall } from "./setting-call";

export interface ReservedConcurrencyChange {
  functionName: string;
  /** null: take the reservation away. 0: stop the function. */
  reservedConcurrency: number | null;
  /** What the user saw; refused when it is no longer so. */
  expected?: number | null;
  /** The change this one takes back. */
  undoes?: number;
}

/** Sets or clears a function's reserved concurrency. */
export async function setReservedConcurrency(
  connection: Connection,
  { functionName, reservedConcurrency, expected, undoes }: ReservedConcurrencyChange,
): Promise<{ change: Change; reservedConcurrency: number | null }> {
  const now = await readFunctionConcurrency(connection, functionName);
  const before = now.reservedConcurrency;
  if (expected !== undefined && expected !== before)
    refuseStale("Reserved concurrency", expected, before);
  // What AWS has taken before is for AWS to judge.
  const range = undoes === undefined ? now.allowed?.reserved : undefined;
  const problem = reservedProblem(reservedConcurrency, range);
  if (problem) refuse("reservedConcurrency", problem);

  const title = `Reserved concurrency ${before ?? "none"} -> ${reservedConcurrency ?? "none"}`;
  const call = reservedCall(functionName, reservedConcurrency);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "reserved-concurrency",
      title: undoes === undefined ? title : `Undo: ${title}`,
      before: { reservedConcurrency: before },
      after: { reservedConcurrency },
      call,
      undo: reservedCall(functionName, before),
      undoes,
    },
    async () => {
      try {
        return await sendCall(connection, call);
      } catch (error) {
        const floor = error instanceof Error ? floorFromRefusal(error.message) : undefined;
        if (floor !== undefined) rememberFloor(connection, floor);
        throw error;
      }
    },
  );
  return { change, reservedConcurrency };
}
