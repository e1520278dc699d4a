import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { OperationPlan } from "./plan.ts";
import { ServiceError } from "./service.ts";

const unzip = promisify(gunzip);

/** Lambda takes 50 MB of zip as base64 and a little more. */
const largestRequestBytes = 70_167_211;
const largestInvokeBytes = 6 * 1024 * 1024;
const requestLimits: Readonly<Record<string, { bytes: number; name: string }>> = {
  Invoke: { bytes: largestInvokeBytes, name: "InvokeFunction" },
  InvokeWithResponseStream: { bytes: largestInvokeBytes, name: "InvokeWithResponseStream" },
  InvokeAsync: { bytes: largestInvokeBytes, name: "InvokeAsync" },
};

/**
 * Reads a request's whole body and unpacks gzip. Throws RequestEntityTooLargeException (413) beyond
 * the operation's limit, after letting the caller finish sending, so that it can read the answer.
 */
export async function receiveBody(
  request: IncomingMessage,
  operation: OperationPlan | undefined,
): Promise<Uint8Array> {
  const limit = requestLimits[operation?.name ?? ""] ?? {
    bytes: largestRequestBytes,
    name: operation?.name ?? "requested",
  };
  const body = await readBody(request, limit.bytes);
  if (!body)
    throw new ServiceError(
      "RequestEntityTooLargeException",
      `Request must be smaller than ${limit.bytes} bytes for the ${limit.name} operation`,
      413,
    );
  if (request.headers["content-encoding"] !== "gzip") return body;
  try {
    return await unzip(body, { maxOutputLength: limit.bytes });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new ServiceError(
      tooLarge ? "RequestEntityTooLargeException" : "SerializationException",
      tooLarge
        ? `Request must be smaller than ${limit.bytes} bytes for the ${limit.name} operation`
        : "The request body is not valid gzip data",
      tooLarge ? 413 : 400,
    );
  }
}

/** Undefined when there is more than `limitBytes`. Rejects when the caller hangs up. */
export function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) chunks.push(chunk);
      else chunks = [];
    });
    request.on("end", () => {
      if (bytes > limitBytes) resolve(undefined);
      else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(new Error("The caller hung up while sending"));
    });
  });
}
