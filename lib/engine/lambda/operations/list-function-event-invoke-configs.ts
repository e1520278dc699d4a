import type {
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeEventInvoke, findEventInvokeTarget } from "../event-invoke-rules.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

export function listFunctionEventInvokeConfigs(
  deps: LambdaDeps,
  input: ListFunctionEventInvokeConfigsRequest,
  context: CallContext,
): ListFunctionEventInvokeConfigsResponse {
  const { fn } = findEventInvokeTarget(deps, context, input);
  const { items, nextMarker } = pageOf(
    Object.entries(fn.eventInvoke).sort(([a], [b]) => (a < b ? -1 : 1)),
    ([qualifier]) => qualifier,
    input.Marker,
    input.MaxItems ?? pageLimit,
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    FunctionEventInvokeConfigs: items.map(([qualifier, record]) =>
      describeEventInvoke({ fn, qualifier }, record, context.accountId),
    ),
  };
}
