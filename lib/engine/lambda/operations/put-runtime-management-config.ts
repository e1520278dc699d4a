import type {
  PutRuntimeManagementConfigRequest,
  PutRuntimeManagementConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import { requireSettled } from "../find-function.ts";
import type { VersionRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeRuntimeManagement, findManaged } from "../runtime-management.ts";

/** Kept and answered; a function runs on this machine's interpreter whatever it says. */
export function putRuntimeManagementConfig(
  deps: LambdaDeps,
  input: PutRuntimeManagementConfigRequest,
  context: CallContext,
): PutRuntimeManagementConfigResponse {
  const { fn, version, qualifier } = findManaged(deps, context, input);
  requireSettled(deps, fn);
  const { UpdateRuntimeOn: updateRuntimeOn = "Auto", RuntimeVersionArn: runtimeVersionArn } = input;
  if (updateRuntimeOn === "Manual" && !runtimeVersionArn)
    throw invalidParameter("RuntimeVersionArn is required when UpdateRuntimeOn is Manual.");
  if (updateRuntimeOn !== "Manual" && runtimeVersionArn)
    throw invalidParameter("RuntimeVersionArn can be set only when UpdateRuntimeOn is Manual.");
  if (runtimeVersionArn && !runtimeVersionArn.includes(`:lambda:${fn.region}::`))
    throw invalidParameter(`The runtime version ${runtimeVersionArn} is not in ${fn.region}.`);
  const managed: VersionRecord = {
    ...version,
    runtimeManagement: { updateRuntimeOn, runtimeVersionArn },
  };
  const saved =
    version.version === "$LATEST"
      ? { ...fn, latest: managed }
      : { ...fn, versions: { ...fn.versions, [version.version]: managed } };
  deps.functions.save(saved);
  return describeRuntimeManagement(deps, saved, managed, qualifier);
}
