import type {
  ListEventSourceMappingsRequest,
  ListEventSourceMappingsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { functionArn, parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeMapping } from "../mapping-rules.ts";
import { pageOf } from "../page.ts";

const pageLimit = 100;

/** Without a qualifier a function's name means all its mappings, those of versions and aliases too. */
export function listEventSourceMappings(
  deps: LambdaDeps,
  input: ListEventSourceMappingsRequest,
  context: CallContext,
): ListEventSourceMappingsResponse {
  const wanted = input.FunctionName
    ? parseFunctionReference(input.FunctionName, undefined, context)
    : undefined;
  const arn =
    wanted && functionArn(context.region, context.accountId, wanted.name, wanted.qualifier);
  const mappings = deps.functions
    .eventSourceMappings()
    .filter(
      (mapping) =>
        mapping.region === context.region &&
        (!input.EventSourceArn || mapping.eventSourceArn === input.EventSourceArn) &&
        (!arn ||
          mapping.functionArn === arn ||
          (wanted?.qualifier === undefined && mapping.functionArn.startsWith(`${arn}:`))),
    )
    .sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  const { items, nextMarker } = pageOf(
    mappings,
    ({ uuid }) => uuid,
    input.Marker,
    Math.min(input.MaxItems ?? pageLimit, pageLimit),
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    EventSourceMappings: items.map((mapping) => describeMapping(mapping, context.accountId)),
  };
}
