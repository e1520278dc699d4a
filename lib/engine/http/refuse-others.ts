import type { Operation, RefusedOperation } from "./service.ts";

/**
 * A full operation table for a service of which the engine offers only a few operations: all others
 * that the SDK client's `schemas` know are refused for the same reason.
 */
export function refuseOthers(
  schemas: Readonly<Record<string, unknown>>,
  implemented: Readonly<Record<string, Operation>>,
  refused: string,
): Record<string, Operation | RefusedOperation> {
  const table: Record<string, Operation | RefusedOperation> = {};
  for (const schema of Object.values(schemas))
    if (Array.isArray(schema) && schema[0] === 9) table[String(schema[2])] = { refused };
  return { ...table, ...implemented };
}
