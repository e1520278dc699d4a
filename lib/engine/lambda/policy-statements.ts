import { ownValue } from "../own-value.ts";
import type { PolicyStatement } from "./function-record.ts";
import type { FunctionStore } from "./function-store.ts";

/** The statements of the policy that a function, version or alias has by itself; undefined without the function. */
export function policyStatements(
  functions: Pick<FunctionStore, "get">,
  functionArn: string,
): readonly PolicyStatement[] | undefined {
  const [, , , region = "", , , name = "", qualifier] = functionArn.split(":");
  const fn = functions.get(region, name);
  return fn && (ownValue(fn.policies, qualifier ?? "$LATEST")?.statements ?? []);
}
