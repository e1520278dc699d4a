import type { IncomingMessage, ServerResponse } from "node:http";
import { endWith } from "../http/end-with.ts";

/** Largest buffered response: 6 MiB and 100 bytes, as AWS enforces it. */
const maximumResponseBytes = 6_291_556;
/** Largest streamed response (AWS: 200 MB since 2025). */
const maximumStreamedBytes = 200 * 1024 * 1024;

/** What `GET /runtime/invocation/next` hands to a runtime. */
export interface RuntimeInvocation {
  requestId: string;
  payload: Uint8Array;
  /** Epoch milliseconds. */
  deadlineMs: number;
  invokedArn: string;
  traceHeader: string;
  tenantId?: string | undefined;
  /** JSON text, already decoded from the caller's base64. */
  clientContext?: string | undefined;
  /** Receives a streamed response as it comes; a buffered response does not use it. */
  onChunk?: ((chunk: Uint8Array, contentType: string) => void) | undefined;
}

/** What a runtime answered. `errorType` is AWS's name for a failure, `Runtime.X` or `Function.X` normalised. */
export type RuntimeAnswer =
  | { kind: "response"; payload: Uint8Array; contentType: string; streamed: boolean }
  | { kind: "error"; errorType: string; payload: Uint8Array; streamed?: boolean };

type State =
  | { name: "Started" }
  | { name: "InitError" }
  | { name: "Ready"; next: ServerResponse }
  | { name: "Running"; invocation: RuntimeInvocation; answer: (answer: RuntimeAnswer) => void }
  | { name: "InvocationResponse" }
  | { name: "InvocationErrorResponse" };

/** What the owner of a session is told. */
export interface SessionEvents {
  /** The runtime asked for its next event: initialisation is over, or the last invocation is. */
  onReady(): void;
  /** The runtime reported that it could not initialise. */
  onInitError(errorType: string, payload: Uint8Array): void;
}

/**
 * One environment's side of the Lambda Runtime API, 2018-06-01. Every call is refused unless the
 * present state allows it, as AWS's runtime interface emulator does, with its status codes and texts.
 */
export class RuntimeSession {
  #state: State = { name: "Started" };
  #receiving: Promise<unknown> | undefined;

  constructor(private readonly events: SessionEvents) {}

  get ready(): boolean {
    return this.#state.name === "Ready";
  }

  /** Hands one invocation to the waiting runtime. Resolves with its answer; never rejects. */
  invoke(invocation: RuntimeInvocation): Promise<RuntimeAnswer> {
    if (this.#state.name !== "Ready")
      throw new Error(`the runtime is ${this.#state.name}, not Ready`);
    const { next } = this.#state;
    return new Promise((answer) => {
      this.#state = { name: "Running", invocation, answer };
      next.writeHead(200, {
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
      endWith(next, invocation.payload);
    });
  }

  async next(response: ServerResponse): Promise<void> {
    // A runtime may ask for the next event before its last answer is accepted.
    await this.#receiving;
    if (this.#state.name === "Running" || this.#state.name === "InitError")
      return this.#refuseTransition(response, "Ready");
    if (this.#state.name === "Ready") this.#state.next.destroy();
    this.#state = { name: "Ready", next: response };
    this.events.onReady();
  }

  response(requestId: string, request: IncomingMessage, response: ServerResponse): void {
    this.#receiving = this.#receiveResponse(requestId, request, response, accept);
  }

  /**
   * Not AWS's: an invocation's response that is answered with the next event, as `next` is. It halves
   * the exchanges of our own runtimes. A response that is refused is answered with the refusal.
   */
  responseThenNext(requestId: string, request: IncomingMessage, response: ServerResponse): void {
    const next = () => void this.next(response);
    this.#receiving = this.#receiveResponse(requestId, request, response, next);
  }

  error(requestId: string, request: IncomingMessage, response: ServerResponse): void {
    this.#receiving = this.#receiveError(requestId, request, response);
  }

  async #receiveResponse(
    requestId: string,
    request: IncomingMessage,
    response: ServerResponse,
    accepted: (response: ServerResponse) => void,
  ) {
    const running = this.#running(requestId, "InvocationResponse", response);
    if (!running) return;
    const mode = request.headers["lambda-runtime-function-response-mode"];
    if (mode !== undefined && mode !== "streaming")
      return refuse(response, 400, "InvalidFunctionResponseMode", "Invalid function response mode");
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    if (mode === "streaming")
      return this.#streamedResponse(running, request, response, contentType, accepted);
    const body = await read(request, maximumResponseBytes);
    if (this.#state !== running) return;
    this.#state = { name: "InvocationResponse" };
    if (body === "truncated") {
      refuse(response, 400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
      return running.answer(truncated(false));
    }
    if (body === "too large") {
      const message = `Exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`;
      refuse(response, 413, "RequestEntityTooLarge", message);
      return running.answer(tooLarge(false));
    }
    accepted(response);
    running.answer({ kind: "response", payload: body, contentType, streamed: false });
  }

  async #receiveError(requestId: string, request: IncomingMessage, response: ServerResponse) {
    const running = this.#running(requestId, "InvocationErrorResponse", response);
    if (!running) return;
    const body = await read(request, maximumResponseBytes);
    if (this.#state !== running) return;
    this.#state = { name: "InvocationErrorResponse" };
    accept(response);
    const errorType = errorTypeOf(request);
    const payload = typeof body === "string" ? tooLarge(false).payload : body;
    running.answer({ kind: "error", errorType, payload });
  }

  async initError(request: IncomingMessage, response: ServerResponse) {
    if (this.#state.name !== "Started") return this.#refuseTransition(response, "InitError");
    this.#state = { name: "InitError" };
    const body = await read(request, maximumResponseBytes);
    accept(response);
    this.events.onInitError(
      errorTypeOf(request),
      typeof body === "string" ? new Uint8Array() : body,
    );
  }

  /** Chunks go to the caller as they come; an error in the trailers ends the response as failed. */
  #streamedResponse(
    running: State & { name: "Running" },
    request: IncomingMessage,
    response: ServerResponse,
    contentType: string,
    accepted: (response: ServerResponse) => void,
  ): void {
    const { onChunk } = running.invocation;
    const kept: Buffer[] = [];
    const limit = onChunk ? maximumStreamedBytes : maximumResponseBytes;
    let bytes = 0;
    const settle = (answer: RuntimeAnswer) => {
      if (this.#state !== running) return;
      this.#state = { name: "InvocationResponse" };
      running.answer(answer);
    };
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > limit) return;
      if (onChunk) onChunk(chunk, contentType);
      else kept.push(chunk);
    });
    request.on("close", () => {
      if (!request.complete) settle(truncated(true));
    });
    request.on("end", () => {
      if (this.#state !== running) return;
      const failure = request.trailers["lambda-runtime-function-error-body"];
      if (bytes > limit) {
        refuse(
          response,
          413,
          "RequestEntityTooLarge",
          `Exceeded maximum allowed payload size (${limit} bytes).`,
        );
        return settle(tooLarge(true));
      }
      accepted(response);
      if (failure !== undefined)
        return settle({
          kind: "error",
          streamed: true,
          errorType: normaliseErrorType(request.trailers["lambda-runtime-function-error-type"]),
          payload: Buffer.from(failure, "base64"),
        });
      settle({ kind: "response", payload: Buffer.concat(kept), contentType, streamed: true });
    });
  }

  #running(requestId: string, to: string, response: ServerResponse) {
    if (this.#state.name !== "Running") return this.#refuseTransition(response, to);
    if (this.#state.invocation.requestId !== requestId)
      return refuse(response, 400, "InvalidRequestID", "Invalid request ID");
    return this.#state;
  }

  #refuseTransition(response: ServerResponse, to: string): undefined {
    const message = `State transition from ${this.#state.name} to ${to} failed for runtime. Error: State transition is not allowed`;
    return refuse(response, 403, "InvalidStateTransition", message);
  }
}

function tooLarge(streamed: boolean): RuntimeAnswer & { kind: "error" } {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${streamed ? maximumStreamedBytes : maximumResponseBytes} bytes).`;
  const errorType = "Function.ResponseSizeTooLarge";
  return { kind: "error", errorType, payload: json({ errorMessage, errorType }), streamed };
}

function truncated(streamed: boolean): RuntimeAnswer {
  const errorType = "Runtime.TruncatedResponse";
  const errorMessage = "The response ended before it was complete";
  return { kind: "error", errorType, payload: json({ errorType, errorMessage }), streamed };
}

function errorTypeOf(request: IncomingMessage): string {
  return normaliseErrorType(request.headers["lambda-runtime-function-error-type"]);
}

/** Only `Runtime.Name` and `Function.Name` are kept, as AWS does for its metrics and log lines. */
function normaliseErrorType(header: string | string[] | undefined): string {
  const text = String(header ?? "");
  if (/^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(text)) return text;
  return text.startsWith("Runtime.") ? "Runtime.Unknown" : "Function.Unknown";
}

/** Headers are Latin-1 on the wire; AWS sends the context's UTF-8 bytes as they are. */
function headerText(text: string): string {
  return Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[\r\n]/g, " ");
}

function read(
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

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

function accept(response: ServerResponse): void {
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

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}
