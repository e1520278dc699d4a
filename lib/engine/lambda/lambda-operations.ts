import type * as sdk from "@aws-sdk/client-lambda";
import type { Operation, RefusedOperation } from "../http/service.ts";

/** Every operation of the SDK's client: `CreateAlias`, `Invoke`... (`$Command` is their base class). */
type LambdaOperationName = Exclude<
  {
    [Export in keyof typeof sdk]: Export extends `${infer Name}Command` ? Name : never;
  }[keyof typeof sdk],
  "$"
>;

/** One entry for each operation, so that a gap is a compile error. */
export type LambdaOperations = {
  [Name in LambdaOperationName]:
    | Operation<NonNullable<ConstructorParameters<(typeof sdk)[`${Name}Command`]>[0]>, object>
    | RefusedOperation;
};

/** The three that run functions; they come from the invocation side of the engine. */
export type InvokeOperations = Pick<
  LambdaOperations,
  "Invoke" | "InvokeAsync" | "InvokeWithResponseStream"
>;
