import type { DeleteCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findCodeSigning, functionsSignedBy } from "../code-signing/code-signing-rules.ts";
import { conflict } from "../errors.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** A configuration is deleted only when no function has it (API reference, DeleteCodeSigningConfig). */
export function deleteCodeSigningConfig(
  deps: LambdaDeps,
  input: DeleteCodeSigningConfigRequest,
  context: CallContext,
): object {
  const config = findCodeSigning(deps, input.CodeSigningConfigArn, context);
  const [user] = functionsSignedBy(deps, config);
  if (user !== undefined)
    throw conflict(
      `The code signing configuration ${input.CodeSigningConfigArn} cannot be deleted: the function ${user} uses it.`,
    );
  deps.codeSigning.delete(config);
  return {};
}
