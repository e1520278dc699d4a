import type { GetProvisionedConcurrencyConfigResponse } from "@aws-sdk/client-lambda";
import { awsTimestamp } from "./function-configuration.ts";
import type { FunctionRecord, ProvisionedRecord } from "./function-record.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

/** A configuration with how many environments stand ready for it now. */
export function describeProvisioned(
  deps: LambdaDeps,
  fn: FunctionRecord,
  qualifier: string,
  config: ProvisionedRecord,
): GetProvisionedConcurrencyConfigResponse {
  const { allocated, available, status, statusReason } = deps.provisionedStatus(
    fn.region,
    fn.name,
    qualifier,
  );
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: available,
    Status: status,
    ...(statusReason && { StatusReason: statusReason }),
    LastModified: awsTimestamp(config.lastModifiedMs),
  };
}
