import { randomUUID } from "node:crypto";
import type { AliasConfiguration, UpdateAliasRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { checkAliasTargets, describeAlias } from "../alias-rules.ts";
import { aliasNotFound, conflict, staleRevision } from "../errors.ts";
import { findFunction } from "../find-function.ts";
import type { AliasRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Provisioned concurrency on the alias moves to its new versions. */
export function updateAlias(
  deps: LambdaDeps,
  input: UpdateAliasRequest,
  context: CallContext,
): AliasConfiguration {
  const { functions } = deps;
  const { Name: name = "" } = input;
  const fn = findFunction(deps, context, input.FunctionName);
  const before = ownValue(fn.aliases, name);
  if (!before) throw aliasNotFound(functions.arn(fn.region, fn.name, name));
  if (input.RevisionId && input.RevisionId !== before.revisionId) throw staleRevision();
  const alias: AliasRecord = {
    name,
    version: input.FunctionVersion ?? before.version,
    description: input.Description ?? before.description,
    weights: input.RoutingConfig
      ? (input.RoutingConfig.AdditionalVersionWeights ?? {})
      : before.weights,
    revisionId: randomUUID(),
  };
  checkAliasTargets(fn, alias, context.accountId);
  if (ownValue(fn.provisioned, name) && ownValue(fn.provisioned, alias.version))
    throw conflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  functions.save(
    { ...fn, aliases: { ...fn.aliases, [name]: alias } },
    ownValue(fn.provisioned, name) ? "provisioned" : undefined,
  );
  return describeAlias(fn, alias, context.accountId);
}
