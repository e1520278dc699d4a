/**
 * Members that take fractions, of all services: the SDK's schemas tell no whole numbers from others. From the
 * types in the services' models.
 */
const fractionalMember =
  /(?:^|\.)(?:Value|Values|Counts|Minimum|Maximum|Sum|SampleCount|Threshold|defaultValue|AdditionalVersionWeights|TargetValue|ExecutionEnvironmentMemoryGiBPerVCpu|percentTraffic|rateLimit|throttlingRateLimit|ThrottlingRateLimit)(?:\[\d+\]|\.[^.]*)?$/;

/** `path` is a member's, with the index or key of an element: `MetricData[0].Values[1]`. */
export const isFractional = (path: string): boolean => fractionalMember.test(path);

/** Fractions that JSON and forms write as text. */
export const nonFinite: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** AWS cuts a fraction off where a whole number is wanted, and what is too large at the largest there is. */
export const toInteger = (value: number): number =>
  Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.trunc(value)));

/** A number of a form, path, query or header; undefined when the text is none that `path` may have. */
export function parseNumber(text: string, path: string): number | undefined {
  const fractional = isFractional(path);
  if (fractional && nonFinite.has(text)) return nonFinite.get(text);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  return fractional ? Number(text) : toInteger(Number(text));
}
