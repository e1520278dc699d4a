import type {
  DeleteEventSourceMappingRequest,
  EventSourceMappingConfiguration,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeMapping, findMapping } from "../mapping-rules.ts";

export function deleteEventSourceMapping(
  deps: LambdaDeps,
  input: DeleteEventSourceMappingRequest,
  context: CallContext,
): EventSourceMappingConfiguration {
  const mapping = findMapping(deps, context, input.UUID ?? "", "delete");
  const deleting = deps.functions.mappings.move({
    ...mapping,
    state: "Deleting",
    stateReason: "USER_INITIATED",
  });
  return describeMapping(deleting, context.accountId);
}
