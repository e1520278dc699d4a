import type { GetFunctionRequest, GetFunctionResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findVersion } from "../find-function.ts";
import { describeConfiguration } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getFunction(
  deps: LambdaDeps,
  input: GetFunctionRequest,
  context: CallContext,
): GetFunctionResponse {
  const { fn, version, qualifier } = findVersion(
    deps,
    context,
    input.FunctionName,
    input.Qualifier,
  );
  return {
    Configuration: describeConfiguration(fn, version, {
      nowMs: deps.clock.now(),
      accountId: context.accountId,
      qualifier,
      inUse: deps.runtimeInUse(version.configuration.runtime),
    }),
    Code: {
      RepositoryType: "S3",
      Location: deps.code.location(context.endpoint, version.configuration.codeSha256),
    },
    ...(Object.keys(fn.tags).length > 0 && { Tags: fn.tags }),
    ...(fn.reservedConcurrency !== null && {
      Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency },
    }),
  };
}
