import type { Constraint } from "../http/validate-input.ts";
import { regionPattern } from "./function-name.ts";

// Constraints (AWS's API model 2015-03-31) that several tables of this room have in common.

const accountOfArn = `arn:(aws[a-zA-Z-]*)?:lambda:${regionPattern}:\\d{12}:`;

/** The longer form, of operations that also take a version or an alias. */
export const anyFunctionName: Constraint = {
  required: true,
  min: 1,
  max: 256,
  pattern: `(${accountOfArn}|((${regionPattern}:)?(\\d{12}:)?))(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
};

/** Any resource of any service. */
export const sourceArnPattern = `arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:(${regionPattern})?:(\\d{12})?:(.*)`;

const tagText = "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)";
export const tagKey: Constraint = { min: 1, max: 128, pattern: tagText };
const tagValue: Constraint = { min: 0, max: 256, pattern: tagText };

/** The members of a `Tags` map. */
export const tags: Record<string, Constraint> = { "Tags{key}": tagKey, "Tags{value}": tagValue };
