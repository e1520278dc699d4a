import type {
  PutProvisionedConcurrencyConfigRequest,
  PutProvisionedConcurrencyConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { conflict, invalidParameter } from "../errors.ts";
import { findProvisionable } from "../find-provisioned.ts";
import { awsTimestamp } from "../function-configuration.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function putProvisionedConcurrencyConfig(
  deps: LambdaDeps,
  input: PutProvisionedConcurrencyConfigRequest,
  context: CallContext,
): PutProvisionedConcurrencyConfigResponse {
  const { fn, qualifier } = findProvisionable(
    deps,
    context,
    input,
    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
  );
  refuseSecondConfig(fn, qualifier);
  refuseOtherModes(fn, qualifier);
  const requested = input.ProvisionedConcurrentExecutions ?? 0;
  checkCapacity(deps, fn, qualifier, requested);
  const lastModifiedMs = deps.clock.now();
  deps.functions.save(
    { ...fn, provisioned: { ...fn.provisioned, [qualifier]: { requested, lastModifiedMs } } },
    "provisioned",
  );
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: 0,
    AvailableProvisionedConcurrentExecutions: 0,
    Status: "IN_PROGRESS",
    LastModified: awsTimestamp(lastModifiedMs),
  };
}

/** An alias and the version it points to cannot both have provisioned concurrency. */
function refuseSecondConfig(fn: FunctionRecord, qualifier: string): void {
  const alias = ownValue(fn.aliases, qualifier);
  if (alias?.version === "$LATEST")
    throw invalidParameter(
      "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
    );
  if (alias && ownValue(fn.provisioned, alias.version))
    throw conflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  const pointing = Object.values(fn.aliases).some(
    ({ name, version }) => version === qualifier && ownValue(fn.provisioned, name),
  );
  if (pointing) throw conflict("Version is pointed by a Provisioned Concurrency alias");
}

/** Environments cannot be held ready for snapshots, nor for tenants that are not known. */
function refuseOtherModes(fn: FunctionRecord, qualifier: string): void {
  const configuration = ownValue(
    fn.versions,
    ownValue(fn.aliases, qualifier)?.version ?? qualifier,
  )?.configuration;
  if (configuration?.snapStartApplyOn === "PublishedVersions")
    throw invalidParameter(
      "Provisioned Concurrency is not supported for SnapStart enabled functions.",
    );
  if (configuration?.tenantIsolationMode)
    throw invalidParameter(
      "Provisioned Concurrency is not supported for functions with tenant isolation.",
    );
}

/** Reserved concurrency bounds its own function; all others share what is unreserved, less the floor. */
function checkCapacity(
  { functions, settings }: LambdaDeps,
  fn: FunctionRecord,
  qualifier: string,
  requested: number,
): void {
  if (fn.reservedConcurrency !== null) {
    const ofOthers = Object.entries(fn.provisioned)
      .filter(([other]) => other !== qualifier)
      .reduce((sum, [, config]) => sum + config.requested, 0);
    if (requested + ofOthers > fn.reservedConcurrency)
      throw invalidParameter(
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
      );
    return;
  }
  const provisioned = functions
    .provisionedConfigs(fn.region)
    .filter(
      (config) =>
        functions.reservedConcurrency(fn.region, config.functionName) === null &&
        (config.functionName !== fn.name || config.qualifier !== qualifier),
    )
    .reduce((sum, config) => sum + config.requested, 0);
  const unreserved =
    settings.accountConcurrencyLimit - functions.totalReserved(fn.region) - provisioned;
  if (requested > unreserved)
    throw invalidParameter(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`,
    );
  const floor = settings.unreservedConcurrencyFloor;
  if (unreserved - requested < floor)
    throw invalidParameter(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${floor}].`,
    );
}
