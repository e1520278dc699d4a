import type { FunctionRecord } from "./function-record.ts";

/** A record without the policy, provisioned concurrency and asynchronous settings of a version or alias. */
export function forgetQualifier(fn: FunctionRecord, qualifier: string): FunctionRecord {
  return {
    ...fn,
    policies: without(fn.policies, qualifier),
    provisioned: without(fn.provisioned, qualifier),
    eventInvoke: without(fn.eventInvoke, qualifier),
  };
}

/** A copy of an object without one key. */
export function without<Value>(
  values: Readonly<Record<string, Value>>,
  key: string,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
