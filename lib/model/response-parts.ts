import type { InvokeResult } from "./invoke";
import { parsed } from "./json-place";
import { formatJson } from "./json-text";

const largestTree = 256 * 1024;

/**
 * The response indented, with a JSON `body` unfolded as API functions return it. Undefined when it is not JSON,
 * or large.
 */
export function responseTree(payload: string): { text: string; bodyParsed: boolean } | undefined {
  if (payload.length > largestTree) return undefined;
  const text = formatJson(payload);
  if (text === undefined) return undefined;
  const value = parsed(payload);
  if (
    typeof value !== "object" ||
    value === null ||
    !("body" in value) ||
    typeof value.body !== "string"
  )
    return { text, bodyParsed: false };
  const body = /^\s*[{[]/.test(value.body) ? formatJson(value.body) : undefined;
  if (body === undefined) return { text, bodyParsed: false };
  const inner = body.replaceAll("\n", "\n  ");
  const quoted = `"body": ${JSON.stringify(value.body)}`;
  // The text may write the string with other escapes; then it stays as it is.
  return text.includes(quoted)
    ? { text: text.replace(quoted, () => `"body": ${inner}`), bodyParsed: true }
    : { text, bodyParsed: false };
}

interface HeaderGroup {
  title: string;
  headers: [name: string, value: string][];
}

/** The headers an API function answers with, and what AWS said around the response. */
export function responseHeaders(result: InvokeResult): HeaderGroup[] {
  const own = result.prelude ?? parsed(result.payload);
  const { headers, multiValueHeaders, cookies } =
    typeof own === "object" && own !== null ? (own as Record<string, unknown>) : {};
  const aws: [string, string | undefined][] = [
    ["HTTP status", result.statusCode?.toString()],
    ["x-amzn-RequestId", result.requestId],
    ["X-Amz-Executed-Version", result.executedVersion],
    ["X-Amz-Function-Error", result.functionError],
  ];
  return [
    {
      title: "In the function's response",
      headers: [
        ...pairs(headers),
        ...pairs(multiValueHeaders),
        ...(Array.isArray(cookies)
          ? cookies.map((cookie): [string, string] => ["set-cookie", String(cookie)])
          : []),
      ],
    },
    {
      title: "AWS's answer",
      headers: aws.filter((header): header is [string, string] => header[1] !== undefined),
    },
  ];
}

function pairs(headers: unknown): [string, string][] {
  if (typeof headers !== "object" || headers === null) return [];
  return Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : String(value),
  ]);
}
