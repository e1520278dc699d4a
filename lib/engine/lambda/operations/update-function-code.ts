import type { FunctionConfiguration, UpdateFunctionCodeRequest } from "@aws-sdk/client-lambda";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { refuseUnsignedCode } from "../code-signing/code-signing-rules.ts";
import { staleRevision } from "../errors.ts";
import { findFunction, requireSettled } from "../find-function.ts";
import { describeConfiguration } from "../function-configuration.ts";
import type { VersionConfiguration } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { checkCombinedSize } from "../layers/function-layers.ts";
import { publish } from "../publish.ts";
import { readUploadedZip } from "../read-uploaded-zip.ts";
import { updateLatest } from "../update-latest.ts";
import { stateOf } from "../version-state.ts";

export async function updateFunctionCode(
  deps: LambdaDeps,
  input: UpdateFunctionCodeRequest,
  context: CallContext,
): Promise<FunctionConfiguration> {
  const { functions, code, clock, settings } = deps;
  refuseFields("InvalidParameterValueException", input, {
    PublishTo: "there are no managed instances to publish to.",
  });
  const check = () => {
    const fn = findFunction(deps, context, input.FunctionName);
    requireSettled(deps, fn);
    if (input.RevisionId && input.RevisionId !== stateOf(fn.latest, clock.now()).revisionId)
      throw staleRevision();
    return fn;
  };
  const current = check();
  const { layers } = current.latest.configuration;
  const zip = await readUploadedZip(deps, input, "UpdateFunctionCode", context);
  refuseUnsignedCode(deps, current);
  const stored = await (input.DryRun ? code.inspect(zip) : code.add(zip));
  if (!input.DryRun) await checkCombinedSize(code, { ...stored, layers });
  // Unpacking takes a while: another update may have begun meanwhile.
  const before = check();
  const configuration: VersionConfiguration = {
    ...before.latest.configuration,
    ...stored,
    architecture: input.Architectures?.[0] ?? before.latest.configuration.architecture,
  };
  const nowMs = clock.now();
  const settlesAtMs = nowMs + settings.settleMs;
  const updated = updateLatest(before, configuration, { nowMs, settlesAtMs });
  const { fn, version } = input.Publish
    ? publish(updated, { settlesAtMs, nowMs })
    : { fn: updated, version: updated.latest };
  if (!input.DryRun) functions.save(fn, "code");
  return describeConfiguration(fn, version, { nowMs, accountId: context.accountId });
}
