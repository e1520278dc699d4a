import type { Concurrency, PutFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** 0 is always allowed: it stops the function. */
export function putFunctionConcurrency(
  deps: LambdaDeps,
  input: PutFunctionConcurrencyRequest,
  context: CallContext,
): Concurrency {
  const { functions, settings } = deps;
  const fn = findFunction(deps, context, input.FunctionName, "$LATEST");
  const reserved = input.ReservedConcurrentExecutions ?? 0;
  const ofOthers = functions.totalReserved(fn.region) - (fn.reservedConcurrency ?? 0);
  const left = settings.accountConcurrencyLimit - ofOthers - reserved;
  const floor = settings.unreservedConcurrencyFloor;
  if (reserved > 0 && left < floor)
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${floor}].`,
    );
  const provisioned = Object.values(fn.provisioned).reduce(
    (sum, { requested }) => sum + requested,
    0,
  );
  if (reserved < provisioned)
    // The spaces are AWS's.
    throw invalidParameter(
      ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`,
    );
  functions.save({ ...fn, reservedConcurrency: reserved }, "reserved");
  return { ReservedConcurrentExecutions: reserved };
}
