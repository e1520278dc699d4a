import { compilePattern, type Operator } from "../event-pattern/compile-pattern.ts";
import { parseObject } from "../parse-object.ts";

/** A filter that is ready to judge records. */
export interface Filter {
  matches(record: Readonly<Record<string, unknown>>): boolean;
}

/** What event source mappings know of EventBridge's language (Lambda developer guide, "Filter rule syntax"). */
const operators: readonly Operator[] = [
  "exists",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "numeric",
];

/** Parses and checks one filter pattern of an event source mapping; `{}` lets everything pass. Throws PatternError. */
export function parseFilter(text: string): Filter {
  const wanted = parseObject(text);
  if (wanted && Object.keys(wanted).length === 0) return { matches: () => true };
  const pattern = compilePattern(text, operators);
  const texts = ["body", "data"].flatMap((name) =>
    wanted?.[name] === undefined ? [] : [{ name, wanted: wanted[name] }],
  );
  return {
    matches: (record) => pattern.matches(texts.reduce(withParsedText, record)),
  };
}

/**
 * A queue's body and a stream's data are compared as JSON when the pattern for them is an object, else as plain text.
 * When only one of the two is JSON, nothing matches and the record is dropped.
 */
function withParsedText(
  record: Readonly<Record<string, unknown>>,
  { name, wanted }: { name: string; wanted: unknown },
): Readonly<Record<string, unknown>> {
  const text = record[name];
  if (typeof text !== "string") return record;
  const parsed = parseObject(text);
  if (!Array.isArray(wanted)) return { ...record, [name]: parsed };
  return parsed === undefined ? record : { ...record, [name]: undefined };
}
