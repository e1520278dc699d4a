import type { DeleteFunctionRequest, DeleteFunctionResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { conflict, functionNotFound, invalidParameter } from "../errors.ts";
import { forgetQualifier, without } from "../forget-qualifier.ts";
import { isVersionNumber, parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/**
 * Deletes a function with all it has, or one published version that no alias uses. A version that is not
 * there counts as deleted, as measured on AWS (floci-io/floci#2824).
 */
export function deleteFunction(
  { functions }: LambdaDeps,
  input: DeleteFunctionRequest,
  context: CallContext,
): DeleteFunctionResponse {
  const { name, qualifier } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  if (qualifier === "$LATEST")
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  const fn = functions.get(context.region, name);
  if (!fn) throw functionNotFound(functions.arn(context.region, name, qualifier));
  if (qualifier === undefined) {
    functions.delete(context.region, name);
    return { StatusCode: 204 };
  }
  if (!isVersionNumber(qualifier))
    throw invalidParameter("Deletion of aliases is not currently supported.");
  if (!ownValue(fn.versions, qualifier)) return { StatusCode: 204 };
  const aliases = Object.values(fn.aliases)
    .filter(({ version, weights }) => version === qualifier || qualifier in weights)
    .map((alias) => alias.name);
  if (aliases.length > 0)
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${aliases.join(", ")}]`,
    );
  functions.save(
    { ...forgetQualifier(fn, qualifier), versions: without(fn.versions, qualifier) },
    "provisioned",
  );
  return { StatusCode: 204 };
}
