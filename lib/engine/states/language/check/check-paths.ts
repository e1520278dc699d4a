import { isIntrinsic } from "../jsonpath/intrinsics.ts";
import { isPath, isReferencePath } from "../jsonpath/json-path.ts";
import { type Diagnostics, isObject, type Json } from "./diagnostics.ts";

/** Checks all fields of a JSONPath state that are paths. */
export function checkPaths(state: Json, at: string, told: Diagnostics): void {
  for (const [field, value] of Object.entries(state)) {
    if (!field.endsWith("Path") || value === null) continue;
    const mayCall = field === "ErrorPath" || field === "CausePath";
    if (typeof value !== "string" || !(isPath(value) || (mayCall && isIntrinsic(value))))
      told.fail("Value is not a valid JSONPath", `${at}/${field}`, "INVALID_PATH");
    else if (field === "ResultPath" && (value.startsWith("$$") || !isReferencePath(value)))
      told.fail("Value is not a Reference Path: ResultPath", `${at}/${field}`, "INVALID_PATH");
  }
}

/** Checks a payload template: what stands in members whose names end in `.$`. */
export function checkTemplate(template: unknown, at: string, told: Diagnostics): void {
  if (Array.isArray(template))
    return template.forEach((item, index) => checkTemplate(item, `${at}[${index}]`, told));
  if (!isObject(template)) return;
  for (const [name, value] of Object.entries(template)) {
    if (!name.endsWith(".$")) checkTemplate(value, `${at}/${name}`, told);
    else if (typeof value !== "string" || !(isPath(value) || isIntrinsic(value)))
      told.fail(
        `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
        `${at}/${name}`,
      );
  }
}
