import type {
  FunctionConfiguration,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { applyConfiguration } from "../configuration-rules.ts";
import { staleRevision } from "../errors.ts";
import { findFunction, requireSettled } from "../find-function.ts";
import { describeConfiguration } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { updateLatest } from "../update-latest.ts";
import { stateOf } from "../version-state.ts";

export function updateFunctionConfiguration(
  deps: LambdaDeps,
  input: UpdateFunctionConfigurationRequest,
  context: CallContext,
): FunctionConfiguration {
  const { functions, clock, settings } = deps;
  const fn = findFunction(deps, context, input.FunctionName);
  const nowMs = clock.now();
  requireSettled(deps, fn);
  if (input.RevisionId && input.RevisionId !== stateOf(fn.latest, nowMs).revisionId)
    throw staleRevision();
  const updated = updateLatest(fn, applyConfiguration(fn.latest.configuration, input), {
    nowMs,
    settlesAtMs: nowMs + settings.settleMs,
  });
  functions.save(updated, "configuration");
  return describeConfiguration(updated, updated.latest, { nowMs, accountId: context.accountId });
}
