import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import type { HttpPrelude, InvokeResult, StreamPart } from "@/lib/model/invoke";
import { readTail } from "./read-tail";

/** A response for the web: status and headers as JSON, eight zero bytes, then the body. */
const integrationType = "application/vnd.awslambda.http-integration-response";
const longestPrelude = 256 * 1024;
/** As much of a streamed response, which may have 200 MB, is kept for the page and the history. */
const mostKeptBytes = 16 * 1024 * 1024;

export interface StreamReader {
  contentType?: string;
  onPart(part: StreamPart): void;
  /** Since the call was sent. */
  passedMs(): number;
}

/** Reads a streamed response and hands on what comes; text stays text, anything else becomes base64. */
export async function readStream(
  events: AsyncIterable<InvokeWithResponseStreamResponseEvent> | [],
  { contentType, onPart, passedMs }: StreamReader,
): Promise<Omit<InvokeResult, "roundTripMs">> {
  const result: Omit<InvokeResult, "roundTripMs"> = { payload: "" };
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let totalBytes = 0;
  /** What came before it was clear where the body begins; undefined once it is. */
  let head = contentType?.startsWith(integrationType) ? Buffer.alloc(0) : undefined;
  let decoder: TextDecoder | undefined = new TextDecoder("utf-8", { fatal: true });
  const take = (bytes: Buffer) => {
    if (bytes.length === 0) return;
    totalBytes += bytes.length;
    const room = bytes.subarray(0, Math.max(0, mostKeptBytes - keptBytes));
    kept.push(room);
    keptBytes += room.length;
    const text = decoder && decoded(decoder, bytes);
    if (text === undefined) decoder = undefined;
    onPart(
      text === undefined
        ? { kind: "bytes", base64: bytes.toString("base64") }
        : { kind: "text", text },
    );
  };
  const takeHead = (bytes: Buffer, isLast: boolean) => {
    head = Buffer.concat([head ?? Buffer.alloc(0), bytes]);
    const end = head.indexOf(Buffer.alloc(8));
    const prelude = end < 0 ? undefined : preludeOf(head.subarray(0, end).toString());
    if (!prelude && end < 0 && !isLast && head.length < longestPrelude) return;
    const body = prelude ? head.subarray(end + 8) : head;
    head = undefined;
    if (prelude) {
      result.prelude = prelude;
      onPart({ kind: "prelude", prelude });
    }
    take(body);
  };
  for await (const event of events) {
    if (event.PayloadChunk?.Payload) {
      result.firstByteMs ??= passedMs();
      const bytes = Buffer.from(event.PayloadChunk.Payload);
      if (head) takeHead(bytes, false);
      else take(bytes);
    }
    if (event.InvokeComplete) {
      Object.assign(result, readTail(event.InvokeComplete.LogResult));
      if (event.InvokeComplete.ErrorCode) {
        result.functionError = event.InvokeComplete.ErrorCode;
        result.errorDetails = event.InvokeComplete.ErrorDetails;
      }
    }
  }
  if (head) takeHead(Buffer.alloc(0), true);
  const whole = Buffer.concat(kept);
  // The cut may go through a sign, which is then none.
  const text = decoded(new TextDecoder("utf-8", { fatal: true }), whole, totalBytes > keptBytes);
  result.payload = text ?? whole.toString("base64");
  if (text === undefined) result.isBase64 = true;
  if (totalBytes > keptBytes) result.cutFromBytes = totalBytes;
  return result;
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, stream = true): string | undefined {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

function preludeOf(text: string): HttpPrelude | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { statusCode, headers, cookies } = value as Record<string, unknown>;
  return {
    ...(typeof statusCode === "number" && { statusCode }),
    ...(typeof headers === "object" && headers !== null && { headers: asTexts(headers) }),
    ...(Array.isArray(cookies) && { cookies: cookies.map(String) }),
  };
}

function asTexts(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
