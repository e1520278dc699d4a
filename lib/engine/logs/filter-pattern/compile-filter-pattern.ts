import type { NeededText } from "../needed-text.ts";
import { compileFieldsPattern } from "./fields-pattern.ts";
import { compileJsonPattern } from "./json-pattern.ts";
import { invalidPattern } from "./pattern-scanner.ts";
import { compileTermsPattern } from "./terms-pattern.ts";

/** A filter pattern of CloudWatch Logs, ready to use. */
export interface FilterPattern {
  matches(message: string): boolean;
  /** What messages that match have in common. */
  needed: NeededText;
  /** Of a matching message: the values of the fields the pattern names, as TestMetricFilter shows them. */
  extract(message: string): Record<string, string>;
}

/**
 * Compiles a pattern of any of the three kinds: terms, `{ JSON conditions }`, `[ fields ]`. An empty one
 * matches every event. Throws InvalidParameterException for what CloudWatch Logs refuses.
 * Source: "Filter pattern syntax" in the CloudWatch Logs user guide.
 */
export function compileFilterPattern(pattern: string): FilterPattern {
  const trimmed = pattern.trim();
  const kind = trimmed.charAt(0);
  if (kind !== "{" && kind !== "[") return compileTermsPattern(trimmed);
  if ((trimmed.match(/%(?:[^%\\]|\\.)*%/g) ?? []).length > 2)
    throw invalidPattern("there are more than two regular expressions");
  return kind === "{" ? compileJsonPattern(trimmed) : compileFieldsPattern(trimmed);
}
