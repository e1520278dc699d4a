import type {
  FunctionConfiguration,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { refuseUnsignedCode } from "../code-signing/code-signing-rules.ts";
import { applyConfiguration } from "../configuration-rules.ts";
import { invalidParameter, staleRevision } from "../errors.ts";
import { findFunction, requireSettled } from "../find-function.ts";
import { describeConfiguration } from "../function-configuration.ts";
import type { VersionRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { checkCombinedSize, resolveLayers } from "../layers/function-layers.ts";
import { updateLatest } from "../update-latest.ts";
import { stateOf } from "../version-state.ts";

export async function updateFunctionConfiguration(
  deps: LambdaDeps,
  input: UpdateFunctionConfigurationRequest,
  context: CallContext,
): Promise<FunctionConfiguration> {
  const { functions, code, clock, settings } = deps;
  const check = () => {
    const fn = findFunction(deps, context, input.FunctionName);
    requireSettled(deps, fn);
    if (input.RevisionId && input.RevisionId !== stateOf(fn.latest, clock.now()).revisionId)
      throw staleRevision();
    if (changesManagedRuntime(fn.latest, input.Runtime))
      throw invalidParameter(
        "Cannot change runtime identifier when runtime management configuration is set to 'Manual'. Change the runtime management configuration to 'Auto' or 'FunctionUpdate', then retry.",
      );
    return fn;
  };
  let fn = check();
  const layers = input.Layers && resolveLayers(deps, input.Layers, context);
  if (layers) {
    if (layers.length > 0) refuseUnsignedCode(deps, fn);
    await checkCombinedSize(code, { ...fn.latest.configuration, layers });
    // Measuring takes a while: another update may have begun meanwhile.
    fn = check();
  }
  const nowMs = clock.now();
  const updated = updateLatest(fn, applyConfiguration(fn.latest.configuration, input, layers), {
    nowMs,
    settlesAtMs: nowMs + settings.settleMs,
  });
  functions.save(updated, "configuration");
  return describeConfiguration(updated, updated.latest, { nowMs, accountId: context.accountId });
}

/** A runtime version that is pinned belongs to one runtime (AWS's text: hashicorp/terraform-provider-aws#42699). */
function changesManagedRuntime(
  { configuration, runtimeManagement }: VersionRecord,
  runtime: string | undefined,
): boolean {
  return (
    runtimeManagement?.updateRuntimeOn === "Manual" &&
    runtime !== undefined &&
    runtime !== configuration.runtime
  );
}
