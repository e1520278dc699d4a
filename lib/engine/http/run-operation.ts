import type { OperationPlan } from "./plan.ts";
import { type CallContext, ServiceError } from "./service.ts";
import { validateInput } from "./validate-input.ts";

/** What the service does for an operation. Throws NotImplementedException, with the reason, where it does nothing. */
export function runnerOf({ name, run }: OperationPlan) {
  if (typeof run === "function") return run;
  throw new ServiceError(
    "NotImplementedException",
    `The local engine does not support ${name}: ${run.refused}`,
    501,
  );
}

/** Runs an operation with an input of its shape, once the input has passed the service's constraints. */
export async function runOperation(
  operation: OperationPlan,
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
): Promise<unknown> {
  const run = runnerOf(operation);
  const { service } = operation.service;
  const constraints = service.constraints?.[operation.name];
  if (constraints) validateInput(constraints, operation.input, input, service.validationErrorCode);
  // The table of a service pairs each operation with its input's type; whoever calls made exactly that.
  return run(input as never, context);
}
