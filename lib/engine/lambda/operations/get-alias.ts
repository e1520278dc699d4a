import type { AliasConfiguration, GetAliasRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { describeAlias } from "../alias-rules.ts";
import { aliasNotFound } from "../errors.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getAlias(
  deps: LambdaDeps,
  input: GetAliasRequest,
  context: CallContext,
): AliasConfiguration {
  const { Name: name = "" } = input;
  const fn = findFunction(deps, context, input.FunctionName);
  const alias = ownValue(fn.aliases, name);
  if (!alias) throw aliasNotFound(deps.functions.arn(fn.region, fn.name, name));
  return describeAlias(fn, alias, context.accountId);
}
