import type { CallContext } from "../http/service.ts";
import { ownValue } from "../own-value.ts";
import { aliasNotFound, functionNotFound, invalidParameter } from "./errors.ts";
import { isVersionNumber, parseFunctionReference } from "./function-name.ts";
import type { FunctionRecord } from "./function-record.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

/**
 * The function and the alias or version that provisioned concurrency is about. Throws as AWS does when
 * one is missing, and `latestMessage` for $LATEST.
 */
export function findProvisionable(
  { functions }: LambdaDeps,
  context: CallContext,
  input: { FunctionName: string | undefined; Qualifier: string | undefined },
  latestMessage: string,
): { fn: FunctionRecord; qualifier: string } {
  const { name, qualifier = "" } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  if (qualifier === "$LATEST") throw invalidParameter(latestMessage);
  const fn = functions.get(context.region, name);
  if (!fn || (!ownValue(fn.versions, qualifier) && !ownValue(fn.aliases, qualifier))) {
    const arn = functions.arn(context.region, name, qualifier);
    throw isVersionNumber(qualifier) ? functionNotFound(arn) : aliasNotFound(arn);
  }
  return { fn, qualifier };
}
