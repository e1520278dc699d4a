import {
  GetFunctionCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { problemFrom } from "@/lib/aws/problem-from";
import { reservedConcurrencyOf } from "@/lib/aws/reserved-concurrency";
import {
  type AccountConcurrency,
  allowedProvisioned,
  allowedReserved,
  type FunctionConcurrency,
  type ProvisionedConcurrency,
} from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";
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

export async function listProvisioned(
  lambda: LambdaClient,
  functionName: string,
): Promise<ProvisionedConcurrency[]> {
  const configs = await allOf(async (Marker) => {
    const page = await lambda.send(
      new ListProvisionedConcurrencyConfigsCommand({
        FunctionName: functionName,
        Marker,
        MaxItems: 50,
      }),
    );
    return { items: page.ProvisionedConcurrencyConfigs, next: page.NextMarker };
  });
  return configs.map((config) => ({
    qualifier: config.FunctionArn?.split(":")[7] ?? "",
    requested: config.RequestedProvisionedConcurrentExecutions ?? 0,
    allocated: config.AllocatedProvisionedConcurrentExecutions ?? 0,
    available: config.AvailableProvisionedConcurrentExecutions ?? 0,
    status: config.Status ?? "IN_PROGRESS",
    statusReason: config.StatusReason,
    lastModified: isoTime(config.LastModified),
  }));
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
