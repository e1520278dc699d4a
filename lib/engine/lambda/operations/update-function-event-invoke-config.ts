import type {
  FunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import {
  checkDestinations,
  describeEventInvoke,
  findEventInvoke,
  findEventInvokeTarget,
} from "../event-invoke-rules.ts";
import type { EventInvokeRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Changes what is given; a destination given as an empty text is removed. */
export function updateFunctionEventInvokeConfig(
  deps: LambdaDeps,
  input: UpdateFunctionEventInvokeConfigRequest,
  context: CallContext,
): FunctionEventInvokeConfig {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
  if (
    MaximumRetryAttempts === undefined &&
    MaximumEventAgeInSeconds === undefined &&
    DestinationConfig === undefined
  )
    throw invalidParameter(
      "You must specify at least one of error handling or destination setting.",
    );
  findEventInvokeTarget(deps, context, input);
  const { fn, qualifier, record: before } = findEventInvoke(deps, context, input);
  checkDestinations(deps, { fn, qualifier }, DestinationConfig);
  const onSuccess = DestinationConfig?.OnSuccess?.Destination ?? before.onSuccessArn;
  const onFailure = DestinationConfig?.OnFailure?.Destination ?? before.onFailureArn;
  const retries = MaximumRetryAttempts ?? before.maximumRetryAttempts;
  const age = MaximumEventAgeInSeconds ?? before.maximumEventAgeSeconds;
  const record: EventInvokeRecord = {
    ...(retries !== undefined && { maximumRetryAttempts: retries }),
    ...(age !== undefined && { maximumEventAgeSeconds: age }),
    ...(onSuccess && { onSuccessArn: onSuccess }),
    ...(onFailure && { onFailureArn: onFailure }),
    lastModifiedMs: deps.clock.now(),
  };
  deps.functions.save({ ...fn, eventInvoke: { ...fn.eventInvoke, [qualifier]: record } });
  return describeEventInvoke({ fn, qualifier }, record, context.accountId);
}
