import type { DeleteProvisionedConcurrencyConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { findProvisionable } from "../find-provisioned.ts";
import { without } from "../forget-qualifier.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Deleting what is not configured succeeds. */
export function deleteProvisionedConcurrencyConfig(
  deps: LambdaDeps,
  input: DeleteProvisionedConcurrencyConfigRequest,
  context: CallContext,
): object {
  const { fn, qualifier } = findProvisionable(
    deps,
    context,
    input,
    "The function resource provided must be an alias or a published version.",
  );
  if (ownValue(fn.provisioned, qualifier))
    deps.functions.save({ ...fn, provisioned: without(fn.provisioned, qualifier) }, "provisioned");
  return {};
}
