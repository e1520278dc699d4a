import { randomUUID } from "node:crypto";
import type { AliasConfiguration, CreateAliasRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { checkAliasTargets, describeAlias } from "../alias-rules.ts";
import { conflict } from "../errors.ts";
import { findFunction } from "../find-function.ts";
import type { AliasRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function createAlias(
  deps: LambdaDeps,
  input: CreateAliasRequest,
  context: CallContext,
): AliasConfiguration {
  const { Name: name = "", FunctionVersion: version = "" } = input;
  const fn = findFunction(deps, context, input.FunctionName, version);
  const alias: AliasRecord = {
    name,
    version,
    description: input.Description ?? "",
    weights: input.RoutingConfig?.AdditionalVersionWeights ?? {},
    revisionId: randomUUID(),
  };
  checkAliasTargets(fn, alias, context.accountId);
  if (ownValue(fn.aliases, name))
    throw conflict(`Alias already exists: ${deps.functions.arn(fn.region, fn.name, name)}`);
  deps.functions.save({ ...fn, aliases: { ...fn.aliases, [name]: alias } });
  return describeAlias(fn, alias, context.accountId);
}
