import type { ServiceError } from "../../http/service.ts";
import { invalidDefinition } from "../errors.ts";
import type { Diagnostic } from "../language/check/diagnostics.ts";

/** InvalidDefinition, with all that is wrong. */
export function definitionError(diagnostics: readonly Diagnostic[]): ServiceError {
  const told = diagnostics.map(
    ({ code, message, location = null }) => `${code}: ${message} at ${location}`,
  );
  return invalidDefinition(`Invalid State Machine Definition: '${told.join(", ")}'`);
}
