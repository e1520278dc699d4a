/** Fields found in a line that Lambda or its runtime wrote in the text form, by name. */
export type LambdaFields = Partial<Record<string, string>>;

const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const platformLine = new RegExp(`^(START|END|REPORT) RequestId: (${uuid})`);
/** Node.js writes the time first, Python the level. */
const runtimeLine = new RegExp(`^(?:\\[[A-Z]+\\]\\t)?\\S+Z\\t(${uuid})\\t`);

const reported = [
  ["@duration", /\tDuration: ([\d.]+) ms/, 1],
  ["@billedDuration", /\tBilled Duration: ([\d.]+) ms/, 1],
  ["@initDuration", /\tInit Duration: ([\d.]+) ms/, 1],
  ["@restoreDuration", /\tRestore Duration: ([\d.]+) ms/, 1],
  ["@billedRestoreDuration", /\tBilled Restore Duration: ([\d.]+) ms/, 1],
  ["@memorySize", /\tMemory Size: ([\d.]+) MB/, 1e6],
  ["@maxMemoryUsed", /\tMax Memory Used: ([\d.]+) MB/, 1e6],
] as const;

const traced = [
  ["@xrayTraceId", /XRAY TraceId: (\S+)/],
  ["@xraySegmentId", /SegmentId: (\S+)/],
] as const;

/** Fields that only a REPORT line has, and so the word that is in every event which has them. */
export const reportFields: ReadonlySet<string> = new Set(reported.map(([name]) => name));

/** Every field that this finds. */
export const lambdaFieldNames: ReadonlySet<string> = new Set([
  "@type",
  "@requestId",
  ...reportFields,
  ...traced.map(([name]) => name),
]);

/** `@type`, `@requestId` and what a REPORT line tells: milliseconds, and memory in bytes as AWS counts it. */
export function lambdaFields(message: string): LambdaFields {
  const platform = platformLine.exec(message);
  if (!platform) {
    const requestId = runtimeLine.exec(message)?.[1];
    return requestId === undefined ? {} : { "@requestId": requestId };
  }
  const fields: LambdaFields = { "@type": platform[1], "@requestId": platform[2] };
  if (platform[1] !== "REPORT") return fields;
  for (const [name, expression, factor] of reported) {
    const found = expression.exec(message)?.[1];
    if (found !== undefined) fields[name] = javaDouble(Number(found) * factor);
  }
  for (const [name, expression] of traced) {
    const found = expression.exec(message)?.[1];
    if (found !== undefined) fields[name] = found;
  }
  return fields;
}

/** As AWS shows these numbers: 3.0, 14.97, 1.28E8. */
function javaDouble(value: number): string {
  if (value !== 0 && (value < 1e-3 || value >= 1e7)) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
