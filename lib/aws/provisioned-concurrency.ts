import { ListProvisionedConcurrencyConfigsCommand } from "@aws-sdk/client-lambda";
import type { ProvisionedConcurrency } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";
import { clientsFor } from "./clients";
import { allOf } from "./pages";

/** The provisioned concurrency of a function's aliases and versions, as asked for and as far as it is ready. */
export async function listProvisioned(
  connection: Connection,
  functionName: string,
): Promise<ProvisionedConcurrency[]> {
  const configs = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
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
