import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findVersion } from "../find-function.ts";
import { describeConfiguration } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getFunctionConfiguration(
  deps: LambdaDeps,
  input: GetFunctionConfigurationRequest,
  context: CallContext,
): FunctionConfiguration {
  const { fn, version, qualifier } = findVersion(
    deps,
    context,
    input.FunctionName,
    input.Qualifier,
  );
  return describeConfiguration(fn, version, {
    nowMs: deps.clock.now(),
    accountId: context.accountId,
    qualifier,
    inUse: deps.runtimeInUse(version.configuration.runtime),
  });
}
