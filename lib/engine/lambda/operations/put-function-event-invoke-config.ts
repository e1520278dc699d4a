import type {
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import {
  checkDestinations,
  describeEventInvoke,
  findEventInvokeTarget,
} from "../event-invoke-rules.ts";
import type { EventInvokeRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Replaces all settings: what is not given is AWS's default again. */
export function putFunctionEventInvokeConfig(
  deps: LambdaDeps,
  input: PutFunctionEventInvokeConfigRequest,
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
  const target = findEventInvokeTarget(deps, context, input);
  checkDestinations(deps, target, DestinationConfig);
  const { OnSuccess, OnFailure } = DestinationConfig ?? {};
  const record: EventInvokeRecord = {
    ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && {
      maximumEventAgeSeconds: MaximumEventAgeInSeconds,
    }),
    ...(OnSuccess?.Destination && { onSuccessArn: OnSuccess.Destination }),
    ...(OnFailure?.Destination && { onFailureArn: OnFailure.Destination }),
    lastModifiedMs: deps.clock.now(),
  };
  const { fn, qualifier } = target;
  deps.functions.save({ ...fn, eventInvoke: { ...fn.eventInvoke, [qualifier]: record } });
  return describeEventInvoke(target, record, context.accountId);
}
