import {
  GetFunctionCommand,
  type LambdaClient,
  paginateListProvisionedConcurrencyConfigs,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
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
    readReservedConcurrency(lambda, functionName),
    tolerated(listProvisioned(lambda, functionName), [], "list the provisioned concurrency"),
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

/** The function's reservation, or null. */
export async function readReservedConcurrency(
  lambda: LambdaClient,
  functionName: string,
): Promise<number | null> {
  // GetFunctionConcurrency shares 15 calls a second with deployments; GetFunction has 100 of its own.
  const { Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName: functionName }));
  return Concurrency?.ReservedConcurrentExecutions ?? null;
}

export async function listProvisioned(
  lambda: LambdaClient,
  functionName: string,
): Promise<ProvisionedConcurrency[]> {
  const found: ProvisionedConcurrency[] = [];
  const pages = paginateListProvisionedConcurrencyConfigs(
    { client: lambda },
    { FunctionName: functionName, MaxItems: 50 },
  );
  for await (const page of pages) {
    for (const config of page.ProvisionedConcurrencyConfigs ?? []) {
      found.push({
        qualifier: config.FunctionArn?.split(":")[7] ?? "",
        requested: config.RequestedProvisionedConcurrentExecutions ?? 0,
        allocated: config.AllocatedProvisionedConcurrentExecutions ?? 0,
        available: config.AvailableProvisionedConcurrentExecutions ?? 0,
        status: config.Status ?? "IN_PROGRESS",
        statusReason: config.StatusReason,
        lastModified: config.LastModified,
      });
    }
  }
  return found;
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
