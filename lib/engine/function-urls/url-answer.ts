/** What the caller of a URL gets for what a function answered. */
export interface UrlAnswer {
  status: number;
  /** In order; a name may come more than once. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array | string;
}

/** The content type with which a runtime says that its stream begins with status and headers. */
export const integrationType = "application/vnd.awslambda.http-integration-response";

/** Between the JSON of a stream's status and headers and its body. */
export const preludeEnd = Buffer.alloc(8);

/** 6 MiB and 100 bytes, as AWS enforces it. */
const largestBufferedBytes = 6_291_556;

export const malformed: UrlAnswer = {
  status: 502,
  headers: [["Content-Type", "application/json"]],
  body: "Internal Server Error",
};

/** The transport's own: a function cannot set them. */
const transportHeaders = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

type Head = Pick<UrlAnswer, "status" | "headers">;

/**
 * Reads a buffered answer by AWS's rules: an object with a `statusCode` is a response, a text is the body, and
 * everything else is the body as JSON. What cannot be read as a response is answered with 502. A response that does
 * not say its type has that of `untyped`.
 */
export function answerOf(payload: Uint8Array, untyped = "application/json"): UrlAnswer {
  const text = Buffer.from(payload).toString("utf8");
  const value = parsed(text);
  if (value === undefined) return plain(payload);
  if (typeof value === "string") return plain(value);
  if (!isResponse(value)) return plain(compact(text));
  const head = headOf(value, untyped);
  if (!head) return malformed;
  const { body = "" } = value;
  const content = typeof body === "string" ? body : body === null ? "" : JSON.stringify(body);
  return {
    ...head,
    body: value.isBase64Encoded === true ? Buffer.from(content, "base64") : content,
  };
}

/** A streamed answer on a URL that does not stream: AWS keeps the prelude's head and drops the body after it. */
export function answerOfStream(bytes: Buffer, contentType: string): UrlAnswer {
  if (bytes.byteLength > largestBufferedBytes) return malformed;
  if (contentType !== integrationType)
    return { status: 200, headers: [["Content-Type", "application/octet-stream"]], body: bytes };
  const at = bytes.indexOf(preludeEnd);
  const head = at < 0 ? undefined : headOfPrelude(bytes.subarray(0, at));
  return head ? { ...head, body: "" } : malformed;
}

/** Status and headers of an answer whose bytes go out as they are; undefined when it cannot be a response. */
export function headOfPayload(payload: Uint8Array): Head | undefined {
  const value = parsed(Buffer.from(payload).toString("utf8"));
  return isResponse(value) ? headOf(value) : plain("");
}

/** Status and headers from the JSON that precedes a stream; undefined when they cannot be read. */
export function headOfPrelude(prelude: Uint8Array): Head | undefined {
  const value = parsed(Buffer.from(prelude).toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return headOf({ statusCode: 200, ...value });
}

interface ResponseObject {
  statusCode: unknown;
  headers?: unknown;
  cookies?: unknown;
  body?: unknown;
  isBase64Encoded?: unknown;
}

function isResponse(value: unknown): value is ResponseObject {
  return typeof value === "object" && value !== null && "statusCode" in value;
}

function headOf(
  { statusCode, headers, cookies }: ResponseObject,
  untyped = "application/json",
): Head | undefined {
  const status = Number(statusCode);
  const number = typeof statusCode === "number" || /^\d{3}$/.test(String(statusCode));
  if (!number || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const given = headers ?? {};
  const set = cookies ?? [];
  if (typeof given !== "object" || Array.isArray(given) || !Array.isArray(set)) return undefined;
  const kept = Object.entries(given)
    .filter(([name]) => !transportHeaders.has(name.toLowerCase()))
    .map(([name, value]) => [name, shown(value)] as const);
  const typed = kept.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status,
    headers: [
      ...(typed ? [] : [["Content-Type", untyped] as const]),
      ...kept,
      ...set.map((cookie) => ["Set-Cookie", shown(cookie)] as const),
    ],
  };
}

/** A header's value as AWS writes one that is no text: `{a=b}`, `[a, b]`. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${shown(item)}`)
      .join(", ")}}`;
  return String(value);
}

function plain(body: Uint8Array | string): UrlAnswer {
  return { status: 200, headers: [["Content-Type", "application/json"]], body };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON without the spaces between its parts, as AWS passes it on; numbers stay as they are written. */
function compact(json: string): string {
  let text = "";
  let kept = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const char = json[i];
    if (char === '"') quoted = !quoted;
    else if (quoted && char === "\\") i++;
    else if (!quoted && (char === " " || char === "\n" || char === "\t" || char === "\r")) {
      text += json.slice(kept, i);
      kept = i + 1;
    }
  }
  return text + json.slice(kept);
}
