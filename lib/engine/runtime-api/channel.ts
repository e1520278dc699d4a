import type { Duplex } from "node:stream";
import { maximumResponseBytes, normaliseErrorType, StreamedAnswer, tooLarge } from "./answers.ts";
import { FrameReader, type Frame } from "./frame-reader.ts";
import type { Asker, RuntimeInvocation, RuntimeSession } from "./session.ts";

/**
 * Lets our own runtimes speak to their session without HTTP: over a descriptor they have inherited, in
 * frames (`frame-reader.ts`), at a fifth of the price. Their frames are
 *
 *     N                waits for the next event
 *     R  type, body    the response and its content type
 *     E  type, body    the invocation failed
 *     I  type, body    the initialisation failed
 *     S  content type  a streamed response begins
 *     C  body          a piece of it
 *     T  type, body    its end; with a type, because it failed
 *
 * and an event is the headers that it has over HTTP, as JSON, and the payload; one without headers says
 * that no more will come. What a function writes
 * there by itself can only spoil its own invocation; what cannot be a frame ends the conversation.
 */
export function openChannel(stream: Duplex, session: RuntimeSession): void {
  const asker: Asker = {
    send: (invocation) => void stream.write(eventFrame(invocation)),
    drop: () => undefined,
    wake: () => void stream.write(lastEvent),
  };
  let streamed: StreamedAnswer | undefined;
  const take = ({ kind, head, body }: Frame): void => {
    switch (kind) {
      case "N":
        session.wait(asker);
        return;
      case "R": {
        const contentType = head === "" ? "application/json" : head;
        session.settle(
          body
            ? { kind: "response", payload: body, contentType, streamed: false }
            : tooLarge(false),
        );
        return;
      }
      case "E": {
        const payload = body ?? tooLarge(false).payload;
        session.settle({ kind: "error", errorType: normaliseErrorType(head), payload });
        return;
      }
      case "I":
        session.failInit(head, body ?? new Uint8Array());
        return;
      case "S":
        streamed = session.invocation && new StreamedAnswer(head, session.invocation.onChunk);
        return;
      case "C":
        if (body) streamed?.push(body);
        return;
      case "T": {
        const failure = { errorType: normaliseErrorType(head), payload: body ?? new Uint8Array() };
        if (streamed) session.settle(streamed.end(head === "" ? undefined : failure));
        streamed = undefined;
        return;
      }
      default:
        stream.destroy();
    }
  };
  const frames = new FrameReader(take, () => stream.destroy(), maximumResponseBytes);
  stream.on("data", (chunk: Buffer) => frames.push(chunk));
}

const lastEvent = Buffer.alloc(8);

/** Lengths of head and payload, four bytes each, then both. */
function eventFrame(invocation: RuntimeInvocation): Buffer {
  const { requestId, deadlineMs, invokedArn, traceHeader, tenantId, clientContext, payload } =
    invocation;
  const head = JSON.stringify({
    "lambda-runtime-aws-request-id": requestId,
    "lambda-runtime-deadline-ms": String(deadlineMs),
    "lambda-runtime-invoked-function-arn": invokedArn,
    "lambda-runtime-trace-id": traceHeader,
    "lambda-runtime-aws-tenant-id": tenantId,
    "lambda-runtime-client-context": clientContext,
  });
  const headBytes = Buffer.byteLength(head);
  const frame = Buffer.allocUnsafe(8 + headBytes + payload.byteLength);
  frame.writeUInt32BE(headBytes, 0);
  frame.writeUInt32BE(payload.byteLength, 4);
  frame.write(head, 8);
  frame.set(payload, 8 + headBytes);
  return frame;
}
