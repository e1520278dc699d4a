import type { IncomingMessage, ServerResponse } from "node:http";
import { endWith } from "../http/end-with.ts";
import type { RuntimeInvocation } from "./session.ts";

/** Answers `GET /runtime/invocation/next`. */
export function sendInvocation(response: ServerResponse, invocation: RuntimeInvocation): void {
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Content-Length": invocation.payload.byteLength,
    "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
    "Lambda-Runtime-Deadline-Ms": String(invocation.deadlineMs),
    "Lambda-Runtime-Invoked-Function-Arn": invocation.invokedArn,
    "Lambda-Runtime-Trace-Id": invocation.traceHeader,
    ...(invocation.tenantId !== undefined && {
      "Lambda-Runtime-Aws-Tenant-Id": invocation.tenantId,
    }),
    ...(invocation.clientContext !== undefined && {
      "Lambda-Runtime-Client-Context": headerText(invocation.clientContext),
    }),
  });
  endWith(response, invocation.payload);
}

/** Headers are Latin-1 on the wire; AWS sends the context's UTF-8 bytes as they are. */
function headerText(text: string): string {
  return Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[\r\n]/g, " ");
}

export function read(
  request: IncomingMessage,
  limit: number,
): Promise<Buffer | "truncated" | "too large"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= limit) chunks.push(chunk);
    });
    request.on("end", () => {
      if (bytes > limit) resolve("too large");
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on("error", () => resolve("truncated"));
    request.on("close", () => resolve("truncated"));
  });
}

export function accept(response: ServerResponse): void {
  answer(response, 202, '{"status":"OK"}\n');
}

export function refuse(
  response: ServerResponse,
  status: number,
  errorType: string,
  errorMessage: string,
): undefined {
  answer(response, status, JSON.stringify({ errorMessage, errorType }));
}

export function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}
