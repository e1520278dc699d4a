/**
 * What AWS accepts for a function's settings, checked before anything is sent.
 * Source: AWS Lambda Developer Guide, "Lambda quotas" and "Configuring environment variables".
 */
export const functionRanges = {
  memoryMb: { label: "Memory", unit: "MB", min: 128, max: 10_240 },
  timeoutSeconds: { label: "Timeout", unit: "s", min: 1, max: 900 },
  ephemeralStorageMb: { label: "Ephemeral storage", unit: "MB", min: 512, max: 10_240 },
  maximumRetryAttempts: { label: "Retries", unit: "", min: 0, max: 2 },
  maximumEventAgeSeconds: { label: "Maximum event age", unit: "s", min: 60, max: 21_600 },
  maximumConcurrency: { label: "Maximum concurrency", unit: "", min: 2, max: 1_000 },
} as const;

export type RangedField = keyof typeof functionRanges;

/** Why this value is refused, or undefined when it is allowed. */
export function rangeError(field: RangedField, value: number): string | undefined {
  const { label, unit, min, max } = functionRanges[field];
  if (Number.isInteger(value) && value >= min && value <= max) return undefined;
  const suffix = unit ? ` ${unit}` : "";
  return `${label} must be a whole number from ${grouped(min)} to ${grouped(max)}${suffix}.`;
}

export const retentionDaysAllowed = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

export const environmentSizeLimitBytes = 4_096;
export const descriptionLimit = 256;
export const handlerLimit = 128;

const reservedNames = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** Why an environment variable cannot have this name, or undefined. */
export function environmentNameError(name: string): string | undefined {
  if (!/^[a-zA-Z]\w+$/.test(name)) {
    return `${name || "An empty name"} cannot be used: a name starts with a letter and has at least two letters, digits or underscores.`;
  }
  if (reservedNames.has(name)) return `${name} is set by Lambda itself and cannot be changed.`;
  return undefined;
}

/** The bytes AWS counts against the 4 KB limit: the variables as a JSON object. */
export function environmentSizeBytes(variables: Readonly<Record<string, string>>): number {
  return new TextEncoder().encode(JSON.stringify(variables)).length;
}

/** vCPUs at a memory size: 1,769 MB is one. */
export function vcpus(memoryMb: number): number {
  return memoryMb / 1_769;
}

/** Why a function cannot have this name, or undefined. */
export function functionNameError(name: string): string | undefined {
  if (/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return undefined;
  return "A function's name has 1 to 64 letters, digits, dashes or underscores.";
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
