import type {
  GetRuntimeManagementConfigRequest,
  GetRuntimeManagementConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeRuntimeManagement, findManaged } from "../runtime-management.ts";

export function getRuntimeManagementConfig(
  deps: LambdaDeps,
  input: GetRuntimeManagementConfigRequest,
  context: CallContext,
): GetRuntimeManagementConfigResponse {
  const { fn, version, qualifier } = findManaged(deps, context, input);
  return describeRuntimeManagement(deps, fn, version, qualifier);
}
