import type { Constraint } from "../http/validate-input.ts";

/** What AWS's model asks of a place in S3 that code is read from; `prefix` leads to its members. */
export function codeSource(prefix: "" | "Code." | "Content."): Record<string, Constraint> {
  return {
    [`${prefix}S3Bucket`]: { min: 3, max: 63, pattern: "[0-9A-Za-z\\.\\-_]*(?<!\\.)" },
    [`${prefix}S3Key`]: { min: 1, max: 1024, pattern: ".*" },
    [`${prefix}S3ObjectVersion`]: { min: 1, max: 1024, pattern: ".*" },
    [`${prefix}S3ObjectStorageMode`]: { enum: ["COPY", "REFERENCE"] },
  };
}
