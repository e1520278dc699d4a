import type { CloudCall } from "@/lib/model/change";
import type { PlannedChange } from "@/lib/model/concurrency-plan";

/** The one AWS call that gives the setting of a change this value. */
export function settingCall(change: PlannedChange, value: number | null): CloudCall {
  if (change.kind === "reserved") return reservedCall(change.functionName, value);
  if (change.kind === "provisioned")
    return provisionedCall(change.functionName, change.qualifier, value);
  return queueMaximumCall(change.mappingId, value);
}

export function reservedCall(functionName: string, count: number | null): CloudCall {
  const input = { FunctionName: functionName };
  return count === null
    ? lambda("DeleteFunctionConcurrency", input)
    : lambda("PutFunctionConcurrency", { ...input, ReservedConcurrentExecutions: count });
}

export function provisionedCall(
  functionName: string,
  qualifier: string,
  count: number | null,
): CloudCall {
  const input = { FunctionName: functionName, Qualifier: qualifier };
  return count === null
    ? lambda("DeleteProvisionedConcurrencyConfig", input)
    : lambda("PutProvisionedConcurrencyConfig", {
        ...input,
        ProvisionedConcurrentExecutions: count,
      });
}

export function queueMaximumCall(mappingId: string, count: number | null): CloudCall {
  // An empty object takes a former maximum away.
  const ScalingConfig = count === null ? {} : { MaximumConcurrency: count };
  return lambda("UpdateEventSourceMapping", { UUID: mappingId, ScalingConfig });
}

function lambda(command: string, input: Record<string, unknown>): CloudCall {
  return { service: "lambda", command, input };
}
