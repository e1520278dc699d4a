import type { ListAliasesRequest, ListAliasesResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeAlias } from "../alias-rules.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

export function listAliases(
  deps: LambdaDeps,
  input: ListAliasesRequest,
  context: CallContext,
): ListAliasesResponse {
  const fn = findFunction(deps, context, input.FunctionName);
  const { FunctionVersion: wanted } = input;
  const aliases = Object.values(fn.aliases)
    .filter(({ version, weights }) => !wanted || version === wanted || wanted in weights)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextMarker } = pageOf(
    aliases,
    ({ name }) => name,
    input.Marker,
    Math.min(input.MaxItems ?? pageLimit, pageLimit),
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    Aliases: items.map((alias) => describeAlias(fn, alias, context.accountId)),
  };
}
