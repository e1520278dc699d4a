import { ServiceError } from "./service.ts";

/**
 * Refuses input members the engine does not imitate, so that nothing is silently ignored.
 * `reasons` maps a member's name to why; absent, null, empty lists and empty objects pass.
 */
export function refuseFields(
  code: string,
  input: object,
  reasons: Readonly<Record<string, string>>,
): void {
  for (const [field, reason] of Object.entries(reasons)) {
    const value = (input as Record<string, unknown>)[field];
    if (value === undefined || value === null) continue;
    if (typeof value === "object" && !(value instanceof Date) && Object.keys(value).length === 0)
      continue;
    throw new ServiceError(code, `The local engine does not support ${field}: ${reason}`, 400);
  }
}
