import type { MapState } from "../language/definition.ts";
import { evaluateTemplate } from "../language/jsonata/expression.ts";
import { fillTemplate, selectInput } from "../language/jsonpath/data-flow.ts";
import type { Scope } from "../language/scope.ts";
import type { Run } from "./run.ts";

/** What an ItemReader or a ResultWriter names, in the language of its state. */
export function storageParameters(
  state: MapState,
  field: "ItemReader" | "ResultWriter",
  scope: Scope,
): Record<string, unknown> {
  const { Parameters: template = {}, Arguments: given = {} } = state[field] ?? {};
  const filled =
    state.QueryLanguage === "JSONata"
      ? evaluateTemplate(given, `${field}/Arguments`, scope)
      : fillTemplate(template, { ...scope, input: selectInput(state, scope) });
  return filled as Record<string, unknown>;
}

/** Calls S3 for a distributed Map. Throws StateError. */
export function callStorage(
  { deps, execution }: Run,
  action: "getObject" | "listObjectsV2" | "putObject",
  parameters: unknown,
): Promise<Record<string, unknown>> {
  const context = deps.callContext(execution.machine.region);
  return deps.callService({ service: "aws-sdk:s3", action, parameters, context });
}
