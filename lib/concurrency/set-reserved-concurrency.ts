import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import { floorFromRefusal, reservedProblem } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { rememberFloor } from "./read-account-concurrency";
import { readFunctionConcurrency } from "./read-function-concurrency";

export interface ReservedConcurrencyChange {
  functionName: string;
  /** null: take the reservation away. 0: stop the function. */
  reservedConcurrency: number | null;
  /** What the user saw; refused when it is no longer so. */
  expected?: number | null;
}

/** Sets or clears a function's reserved concurrency. */
export async function setReservedConcurrency(
  connection: Connection,
  { functionName, reservedConcurrency, expected }: ReservedConcurrencyChange,
): Promise<{ change: Change; reservedConcurrency: number | null }> {
  const now = await readFunctionConcurrency(connection, functionName);
  const before = now.reservedConcurrency;
  if (expected !== undefined && expected !== before)
    refuseStale("Reserved concurrency", expected, before);
  const problem = reservedProblem(reservedConcurrency, now.allowed?.reserved);
  if (problem) refuse("reservedConcurrency", problem);

  const { lambda } = clientsFor(connection);
  const call = reservationCall(functionName, reservedConcurrency);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "reserved-concurrency",
      title: `Reserved concurrency ${before ?? "none"} -> ${reservedConcurrency ?? "none"}`,
      before: { reservedConcurrency: before },
      after: { reservedConcurrency },
      call,
      undo: reservationCall(functionName, before),
    },
    async () => {
      try {
        return await (reservedConcurrency === null
          ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: functionName }))
          : lambda.send(
              new PutFunctionConcurrencyCommand({
                FunctionName: functionName,
                ReservedConcurrentExecutions: reservedConcurrency,
              }),
            ));
      } catch (error) {
        const floor = error instanceof Error ? floorFromRefusal(error.message) : undefined;
        if (floor !== undefined) rememberFloor(connection, floor);
        throw error;
      }
    },
  );
  return { change, reservedConcurrency };
}

function reservationCall(functionName: string, reservedConcurrency: number | null): CloudCall {
  return reservedConcurrency === null
    ? {
        service: "lambda",
        command: "DeleteFunctionConcurrency",
        input: { FunctionName: functionName },
      }
    : {
        service: "lambda",
        command: "PutFunctionConcurrency",
        input: { FunctionName: functionName, ReservedConcurrentExecutions: reservedConcurrency },
      };
}
