import type { CallContext } from "../http/service.ts";
import { conflict, functionNotFound, invalidParameter } from "./errors.ts";
import { versionOf } from "./function-store.ts";
import { parseFunctionReference } from "./function-name.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";
import type { LambdaDeps } from "./lambda-deps.ts";
import { stateOf } from "./version-state.ts";

export interface FoundVersion {
  fn: FunctionRecord;
  version: VersionRecord;
  /** As the caller gave it; undefined when there was none. */
  qualifier: string | undefined;
}

/** The function an operation on whole functions means; throws when it is missing or a qualifier is given. */
export function findFunction(
  { functions }: LambdaDeps,
  context: CallContext,
  functionName: string | undefined,
  missingQualifier?: string,
): FunctionRecord {
  const reference = parseFunctionReference(functionName ?? "", undefined, context);
  if (reference.qualifier !== undefined)
    throw invalidParameter(
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
    );
  const fn = functions.get(context.region, reference.name);
  if (!fn) throw functionNotFound(functions.arn(context.region, reference.name, missingQualifier));
  return fn;
}

/** The version that a name with or without a qualifier means; an alias means its main version. */
export function findVersion(
  { functions }: LambdaDeps,
  context: CallContext,
  functionName: string | undefined,
  givenQualifier: string | undefined,
): FoundVersion {
  const { name, qualifier } = parseFunctionReference(functionName ?? "", givenQualifier, context);
  const fn = functions.get(context.region, name);
  const version = fn && versionOf(fn, qualifier);
  if (!version) throw functionNotFound(functions.arn(context.region, name, qualifier));
  return { fn, version, qualifier };
}

/** Throws AWS's 409 while $LATEST is still being created or updated. */
export function requireSettled({ functions, clock }: LambdaDeps, fn: FunctionRecord): void {
  const { state, lastUpdateStatus } = stateOf(fn.latest, clock.now());
  if (state === "Pending")
    throw conflict(
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    );
  if (lastUpdateStatus === "InProgress")
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functions.arn(fn.region, fn.name)}`,
    );
}
