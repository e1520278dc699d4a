import type { DeleteAliasRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { findFunction } from "../find-function.ts";
import { forgetQualifier, without } from "../forget-qualifier.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Deleting an alias that is not there succeeds, as on AWS. */
export function deleteAlias(
  deps: LambdaDeps,
  input: DeleteAliasRequest,
  context: CallContext,
): object {
  const { Name: name = "" } = input;
  const fn = findFunction(deps, context, input.FunctionName);
  if (ownValue(fn.aliases, name))
    deps.functions.save(
      { ...forgetQualifier(fn, name), aliases: without(fn.aliases, name) },
      ownValue(fn.provisioned, name) ? "provisioned" : undefined,
    );
  return {};
}
