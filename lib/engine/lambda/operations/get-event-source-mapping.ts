import type {
  EventSourceMappingConfiguration,
  GetEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeMapping, findMapping } from "../mapping-rules.ts";

export function getEventSourceMapping(
  deps: LambdaDeps,
  input: GetEventSourceMappingRequest,
  context: CallContext,
): EventSourceMappingConfiguration {
  return describeMapping(findMapping(deps, context, input.UUID ?? ""), context.accountId);
}
