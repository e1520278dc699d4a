import type { PutRuntimeManagementConfigResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../http/service.ts";
import { ownValue } from "../own-value.ts";
import { invalidParameter } from "./errors.ts";
import { findVersion, type FoundVersion } from "./find-function.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

/** The version whose runtime is managed; an alias has no runtime of its own. */
export function findManaged(
  deps: LambdaDeps,
  context: CallContext,
  input: { FunctionName: string | undefined; Qualifier?: string | undefined },
): FoundVersion {
  const found = findVersion(deps, context, input.FunctionName, input.Qualifier);
  if (found.qualifier !== undefined && ownValue(found.fn.aliases, found.qualifier))
    throw invalidParameter(
      `The runtime of an alias cannot be managed: name a version or $LATEST instead of ${found.qualifier}.`,
    );
  return found;
}

export function describeRuntimeManagement(
  { functions }: LambdaDeps,
  fn: FunctionRecord,
  { runtimeManagement: management }: VersionRecord,
  qualifier: string | undefined,
): PutRuntimeManagementConfigResponse {
  return {
    UpdateRuntimeOn: management?.updateRuntimeOn ?? "Auto",
    FunctionArn: functions.arn(fn.region, fn.name, qualifier),
    ...(management?.runtimeVersionArn && { RuntimeVersionArn: management.runtimeVersionArn }),
  };
}
