import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type ChunkTaker,
  maximumResponseBytes,
  normaliseErrorType,
  type RuntimeAnswer,
  StreamedAnswer,
  tooLarge,
  truncated,
} from "./answers.ts";
import { accept, read, refuse, sendInvocation } from "./http-messages.ts";

/** What a runtime is handed as its next event. */
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
  onChunk?: ChunkTaker | undefined;
}

/** A runtime that waits for its next event, by whichever way it asked. */
export interface Asker {
  send(invocation: RuntimeInvocation): void;
  /** It has asked again by another way: nothing comes by this one. */
  drop(): void;
  /** Nothing comes any more: one that stands still while it waits turns to the signals it gets. */
  wake?(): void;
}

type Running = {
  name: "Running";
  invocation: RuntimeInvocation;
  answer: (answer: RuntimeAnswer) => void;
};
type Answered = "InvocationResponse" | "InvocationErrorResponse";
type State =
  | { name: "Started" }
  | { name: "InitError" }
  | { name: "Ready"; asker: Asker }
  | Running
  | { name: Answered };

/** What the owner of a session is told. */
export interface SessionEvents {
  /** The runtime asked for its next event: initialisation is over, or the last invocation is. */
  onReady(): void;
  /** The runtime reported that it could not initialise. */
  onInitError(errorType: string, payload: Uint8Array): void;
}

/**
 * What one environment's runtime may do when: the states of the Lambda Runtime API, 2018-06-01. Our own
 * runtimes come by their channel, all others over HTTP, where every call is refused unless the present
 * state allows it, as AWS's runtime interface emulator does, with its status codes and texts.
 */
export class RuntimeSession {
  #state: State = { name: "Started" };
  #receiving: Promise<unknown> | undefined;

  constructor(private readonly events: SessionEvents) {}

  get ready(): boolean {
    return this.#state.name === "Ready";
  }

  /** What runs now. */
  get invocation(): RuntimeInvocation | undefined {
    return this.#state.name === "Running" ? this.#state.invocation : undefined;
  }

  /** Hands one invocation to the waiting runtime, and its answer to `answer`. */
  invoke(invocation: RuntimeInvocation, answer: (answer: RuntimeAnswer) => void): void {
    if (this.#state.name !== "Ready")
      throw new Error(`the runtime is ${this.#state.name}, not Ready`);
    const { asker } = this.#state;
    this.#state = { name: "Running", invocation, answer };
    asker.send(invocation);
  }

  /** The runtime waits for its next event; whether it may, in its present state. */
  wait(asker: Asker): boolean {
    if (this.#state.name === "Running" || this.#state.name === "InitError") return false;
    if (this.#state.name === "Ready") this.#state.asker.drop();
    this.#state = { name: "Ready", asker };
    this.events.onReady();
    return true;
  }

  /** The environment ends, and its runtime gets a signal. */
  wake(): void {
    if (this.#state.name === "Ready") this.#state.asker.wake?.();
  }

  /** The answer of the invocation that runs; without one nothing happens. */
  settle(answer: RuntimeAnswer): void {
    if (this.#state.name === "Running") this.#settle(this.#state, answer);
  }

  /** The runtime could not initialise; whether it may say so, in its present state. */
  failInit(errorType: string | string[] | undefined, payload: Uint8Array): boolean {
    if (this.#state.name !== "Started") return false;
    this.#state = { name: "InitError" };
    this.events.onInitError(normaliseErrorType(errorType), payload);
    return true;
  }

  async next(response: ServerResponse): Promise<void> {
    // A runtime may ask for the next event before its last answer is accepted.
    await this.#receiving;
    const asker: Asker = {
      send: (invocation) => sendInvocation(response, invocation),
      drop: () => void response.destroy(),
    };
    if (!this.wait(asker)) this.#refuseTransition(response, "Ready");
  }

  response(requestId: string, request: IncomingMessage, response: ServerResponse): void {
    this.#receiving = this.#receiveResponse(requestId, request, response);
  }

  error(requestId: string, request: IncomingMessage, response: ServerResponse): void {
    this.#receiving = this.#receiveError(requestId, request, response);
  }

  async initError(request: IncomingMessage, response: ServerResponse) {
    const body = await read(request, maximumResponseBytes);
    const payload = typeof body === "string" ? new Uint8Array() : body;
    if (this.failInit(request.headers["lambda-runtime-function-error-type"], payload))
      accept(response);
    else this.#refuseTransition(response, "InitError");
  }

  async #receiveResponse(requestId: string, request: IncomingMessage, response: ServerResponse) {
    const running = this.#running(requestId, "InvocationResponse", response);
    if (!running) return;
    const mode = request.headers["lambda-runtime-function-response-mode"];
    if (mode !== undefined && mode !== "streaming")
      return refuse(response, 400, "InvalidFunctionResponseMode", "Invalid function response mode");
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    if (mode === "streaming") return this.#stream(running, request, response, contentType);
    const body = await read(request, maximumResponseBytes);
    if (this.#state !== running) return;
    if (body === "truncated") {
      refuse(response, 400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
      return this.#settle(running, truncated(false));
    }
    if (body === "too large") {
      refuseTooLarge(response, maximumResponseBytes);
      return this.#settle(running, tooLarge(false));
    }
    accept(response);
    this.#settle(running, { kind: "response", payload: body, contentType, streamed: false });
  }

  async #receiveError(requestId: string, request: IncomingMessage, response: ServerResponse) {
    const running = this.#running(requestId, "InvocationErrorResponse", response);
    if (!running) return;
    const body = await read(request, maximumResponseBytes);
    if (this.#state !== running) return;
    accept(response);
    const errorType = normaliseErrorType(request.headers["lambda-runtime-function-error-type"]);
    const payload = typeof body === "string" ? tooLarge(false).payload : body;
    this.#settle(running, { kind: "error", errorType, payload }, "InvocationErrorResponse");
  }

  /** Chunks go to the caller as they come; an error in the trailers ends the response as failed. */
  #stream(
    running: Running,
    request: IncomingMessage,
    response: ServerResponse,
    contentType: string,
  ): void {
    const streamed = new StreamedAnswer(contentType, running.invocation.onChunk);
    request.on("data", (chunk: Buffer) => streamed.push(chunk));
    request.on("close", () => {
      if (!request.complete) this.#settle(running, truncated(true));
    });
    request.on("end", () => {
      if (this.#state !== running) return;
      const failure = request.trailers["lambda-runtime-function-error-body"];
      if (streamed.tooLarge) refuseTooLarge(response, streamed.limitBytes);
      else accept(response);
      const errorType = normaliseErrorType(request.trailers["lambda-runtime-function-error-type"]);
      this.#settle(
        running,
        streamed.end(
          failure === undefined
            ? undefined
            : { errorType, payload: Buffer.from(failure, "base64") },
        ),
      );
    });
  }

  #settle(running: Running, answer: RuntimeAnswer, to: Answered = "InvocationResponse"): void {
    if (this.#state !== running) return;
    this.#state = { name: to };
    running.answer(answer);
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

function refuseTooLarge(response: ServerResponse, limitBytes: number): void {
  const message = `Exceeded maximum allowed payload size (${limitBytes} bytes).`;
  refuse(response, 413, "RequestEntityTooLarge", message);
}
