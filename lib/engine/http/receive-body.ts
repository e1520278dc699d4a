import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { OperationPlan } from "./plan.ts";
import { ServiceError } from "./service.ts";

const unzip = promisify(gunzip);

/** Far more than any operation takes that does not upload code or objects. */
const largestRequestBytes = 16 * 1024 * 1024;
/** Lambda takes 50 MB of zip as base64 and a little more. */
const largestCodeBytes = 70_167_211;
const largestInvokeBytes = 6 * 1024 * 1024;
/** AWS's, by operation; `name` is what its message calls the operation where that differs. */
const requestLimits: Readonly<Record<string, { bytes: number; name?: string }>> = {
  CreateFunction: { bytes: largestCodeBytes },
  UpdateFunctionCode: { bytes: largestCodeBytes },
  PublishLayerVersion: { bytes: largestCodeBytes },
  UpdateFunctionConfiguration: { bytes: 5120 },
  Invoke: { bytes: largestInvokeBytes, name: "InvokeFunction" },
  InvokeWithResponseStream: { bytes: largestInvokeBytes },
  InvokeAsync: { bytes: largestInvokeBytes },
};

/**
 * Reads a request's whole body and unpacks gzip. Throws RequestEntityTooLargeException (413) beyond
 * the operation's limit, after letting the caller finish sending, so that it can read the answer.
 */
export async function receiveBody(
  request: IncomingMessage,
  operation: OperationPlan | undefined,
): Promise<Uint8Array> {
  const { bytes, name } = requestLimits[operation?.name ?? ""] ?? { bytes: largestRequestBytes };
  const tooLarge = () =>
    new ServiceError(
      "RequestEntityTooLargeException",
      `Request must be smaller than ${bytes} bytes for the ${name ?? operation?.name ?? "requested"} operation`,
      413,
    );
  const body = await readBody(request, bytes);
  if (!body) throw tooLarge();
  const encoding = request.headers["content-encoding"]?.trim().toLowerCase();
  if (encoding !== "gzip" || body.length === 0) return body;
  try {
    return await unzip(body, { maxOutputLength: bytes, chunkSize: chunkSizeFor(body) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new ServiceError(
      "SerializationException",
      "The request body is not valid gzip data",
      400,
    );
  }
}

/** Each chunk waits for its turn behind all other work: few large ones for much data. */
const chunkSizeFor = (packed: Uint8Array): number =>
  Math.min(1024 * 1024, Math.max(16 * 1024, 4 * packed.length));

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
