import {
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  ProvisionedConcurrencyConfigNotFoundException,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { reservedConcurrencyOf } from "@/lib/aws/reserved-concurrency";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import type { Connection } from "@/lib/model/connection";

/** What AWS has of one setting right now. */
export interface PresentSetting {
  /** null: none. */
  value: number | null;
  /** `settling`: AWS is still at work on it. `failed`: AWS has given up on it. */
  state: "settling" | "settled" | "failed";
  /** How far AWS is, or why it gave up. */
  detail?: string;
}

/** Reads the setting a change is about. Throws what AWS throws. */
export async function readSetting(
  connection: Connection,
  change: PlannedChange,
): Promise<PresentSetting> {
  const { functionName } = change;
  if (change.kind === "reserved") {
    const answer = await clientsFor(connection).lambda.send(
      new GetFunctionCommand({ FunctionName: functionName }),
    );
    const value = await reservedConcurrencyOf(connection, functionName, answer);
    return { value, state: "settled" };
  }
  if (change.kind === "provisioned")
    return readProvisioned(connection, functionName, change.qualifier);
  const { maximum, state } = await readQueueMaximum(connection, change.mappingId);
  return {
    value: maximum,
    state: /^(Creating|Updating|Enabling|Disabling)$/.test(state) ? "settling" : "settled",
  };
}

async function readProvisioned(
  connection: Connection,
  functionName: string,
  qualifier: string,
): Promise<PresentSetting> {
  try {
    const config = await clientsFor(connection).lambda.send(
      new GetProvisionedConcurrencyConfigCommand({
        FunctionName: functionName,
        Qualifier: qualifier,
      }),
    );
    const value = config.RequestedProvisionedConcurrentExecutions ?? 0;
    if (config.Status === "READY") return { value, state: "settled" };
    if (config.Status === "FAILED")
      return { value, state: "failed", detail: config.StatusReason ?? "no reason was given" };
    const available = config.AvailableProvisionedConcurrentExecutions ?? 0;
    return { value, state: "settling", detail: `${available} of ${value} ready` };
  } catch (error) {
    if (error instanceof ProvisionedConcurrencyConfigNotFoundException)
      return { value: null, state: "settled" };
    throw error;
  }
}

export async function readQueueMaximum(
  connection: Connection,
  mappingId: string,
): Promise<{ maximum: number | null; queueArn: string; state: string }> {
  const mapping = await clientsFor(connection).lambda.send(
    new GetEventSourceMappingCommand({ UUID: mappingId }),
  );
  return {
    maximum: mapping.ScalingConfig?.MaximumConcurrency ?? null,
    queueArn: mapping.EventSourceArn ?? "",
    state: mapping.State ?? "",
  };
}
