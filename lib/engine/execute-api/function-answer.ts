import type { UrlAnswer } from "../function-urls/url-answer.ts";

/** The members of a response in payload format 1.0. */
interface ResponseV1 {
  statusCode?: unknown;
  headers?: unknown;
  multiValueHeaders?: unknown;
  body?: unknown;
  isBase64Encoded?: unknown;
}
const memberNames = new Set([
  "statusCode",
  "headers",
  "multiValueHeaders",
  "body",
  "isBase64Encoded",
]);

/**
 * Reads a function's answer in payload format 1.0. Undefined where it is malformed: AWS takes no other members, header
 * values that are no texts, or a body that is none. `decodes` says whether a body in base64 is sent as bytes.
 */
export function answerV1(
  payload: Uint8Array,
  { contentType, decodes }: { contentType: string; decodes: boolean },
): UrlAnswer | undefined {
  const response = read(payload);
  if (!response) return undefined;
  const { statusCode = 200, headers, multiValueHeaders, body, isBase64Encoded } = response;
  const status = Number(statusCode ?? 200);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const single = singleHeaders(headers);
  const multiple = multipleHeaders(multiValueHeaders);
  if (!single || !multiple) return undefined;
  const many = new Set(multiple.map(([name]) => name.toLowerCase()));
  // A name that is in both is taken from the lists.
  const sent = [...single.filter(([name]) => !many.has(name.toLowerCase())), ...multiple];
  const typed = sent.some(([name]) => name.toLowerCase() === "content-type");
  const text = body ?? "";
  if (typeof text !== "string") return undefined;
  return {
    status,
    headers: typed ? sent : [["Content-Type", contentType], ...sent],
    body: isBase64Encoded === true && decodes ? Buffer.from(text, "base64") : text,
  };
}

function read(payload: Uint8Array): ResponseV1 | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value).every((name) => memberNames.has(name)) ? value : undefined;
}

type Headers = (readonly [name: string, value: string])[];

/** The transport's own: a function cannot set them. */
const transport = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function singleHeaders(headers: unknown): Headers | undefined {
  const given = headers ?? {};
  if (typeof given !== "object" || Array.isArray(given)) return undefined;
  const entries = Object.entries(given as object).filter(([, value]) => value !== null);
  if (entries.some(([, value]) => !["string", "boolean", "number"].includes(typeof value)))
    return undefined;
  return entries
    .filter(([name]) => !transport.has(name.toLowerCase()))
    .map(([name, value]) => [name, String(value)]);
}

function multipleHeaders(headers: unknown): Headers | undefined {
  const given = headers ?? {};
  if (typeof given !== "object" || Array.isArray(given)) return undefined;
  const entries = Object.entries(given as object);
  if (entries.some(([, values]) => !Array.isArray(values))) return undefined;
  return entries
    .filter(([name]) => !transport.has(name.toLowerCase()))
    .flatMap(([name, values]) =>
      (values as unknown[]).map((value) => [name, String(value)] as const),
    );
}
