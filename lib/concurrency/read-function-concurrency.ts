import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import { listProvisioned } from "@/lib/aws/provisioned-concurrency";
import { reservedConcurrencyOf } from "@/lib/aws/reserved-concurrency";
import {
  type AccountConcurrency,
  allowedProvisioned,
  allowedReserved,
  type FunctionConcurrency,
  type ProvisionedConcurrency,
} from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";
import { readAccountConcurrency } from "./read-account-concurrency";

/** Everything about one function's concurrency settings, with the ranges AWS will accept. */
export async function readFunctionConcurrency(
  connection: Connection,
  functionName: string,
): Promise<FunctionConcurrency> {
  const { lambda } = clientsFor(connection);
  const problems: Problem[] = [];
  const tolerated = <T, F>(reading: Promise<T>, fallback: F, action: string): Promise<T | F> =>
    reading.catch((error: unknown) => {
      problems.push(problemFrom(error, { connection, action }));
      return fallback;
    });
  const [reservedConcurrency, provisioned, account] = await Promise.all([
    lambda
      .send(new GetFunctionCommand({ FunctionName: functionName }))
      .then((answer) =>
        tolerated(
          reservedConcurrencyOf(connection, functionName, answer),
          null,
          "read the reserved concurrency",
        ),
      ),
    tolerated(listProvisioned(connection, functionName), [], "list the provisioned concurrency"),
    tolerated(readAccountConcurrency(connection), undefined, "read the account's limits"),
  ]);
  return {
    reservedConcurrency,
    provisioned,
    account,
    allowed: account && rangesOf(account, reservedConcurrency, provisioned),
    problems,
  };
}

function rangesOf(
  account: AccountConcurrency,
  reserved: number | null,
  provisioned: ProvisionedConcurrency[],
): NonNullable<FunctionConcurrency["allowed"]> {
  const total = provisioned.reduce((sum, { requested }) => sum + requested, 0);
  return {
    reserved: allowedReserved(account, reserved, total),
    // For a further alias or version; changing one gives back what it holds itself.
    provisioned: allowedProvisioned(account, reserved, total),
  };
}
