import type { AliasConfiguration } from "@aws-sdk/client-lambda";
import { ownValue } from "../own-value.ts";
import { functionNotFound, invalidParameter } from "./errors.ts";
import { functionArn } from "./function-name.ts";
import type { AliasRecord, FunctionRecord } from "./function-record.ts";

/** Throws as AWS does when an alias's versions do not exist or its weights make no sense. */
export function checkAliasTargets(
  fn: FunctionRecord,
  { version, weights }: Pick<AliasRecord, "version" | "weights">,
  accountId: string,
): void {
  const further = Object.keys(weights);
  if (further.length > 1)
    throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  if (further.includes(version))
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  for (const number of [version, ...further])
    if (number !== "$LATEST" && !ownValue(fn.versions, number))
      throw functionNotFound(functionArn(fn.region, accountId, fn.name, number));
  if (further.length > 0 && version === "$LATEST")
    throw invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
}

/** AWS's answer about an alias. */
export function describeAlias(
  fn: FunctionRecord,
  alias: AliasRecord,
  accountId: string,
): AliasConfiguration {
  return {
    AliasArn: functionArn(fn.region, accountId, fn.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(Object.keys(alias.weights).length > 0 && {
      RoutingConfig: { AdditionalVersionWeights: alias.weights },
    }),
    RevisionId: alias.revisionId,
  };
}
