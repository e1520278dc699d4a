import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";

const problems: Readonly<Record<string, { status: string; code: string; message: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "RequestHeaderFieldsTooLargeException",
    message: "The request line and headers must be smaller than 1 MB.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "RequestTimeoutException",
    message: "The head of the request did not arrive in time.",
  },
};
const malformed = {
  status: "400 Bad Request",
  code: "MalformedHttpRequestException",
  message: "The request is not valid HTTP.",
};

/** Answers, as an error of AWS, what Node.js could not read as HTTP, and ends the connection. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const { status, code, message } = problems[error.code ?? ""] ?? malformed;
  const body = JSON.stringify({ __type: code, message });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `x-amzn-RequestId: ${randomUUID()}\r\nx-amzn-ErrorType: ${code}\r\nConnection: close\r\n\r\n${body}`,
  );
}
