import { afterEach, beforeEach, expect, test } from "vitest";
import { type RawReply, sendRaw } from "../testing/send-raw.ts";
import { type RuntimeEndpoint, RuntimeApiServer } from "./server.ts";
import { type RuntimeInvocation, RuntimeSession } from "./session.ts";

let server: RuntimeApiServer;
let endpoint: RuntimeEndpoint;
let session: RuntimeSession;
let readyTimes: number;
let initErrors: { errorType: string; body: string }[];

beforeEach(async () => {
  readyTimes = 0;
  initErrors = [];
  server = new RuntimeApiServer();
  session = new RuntimeSession({
    onReady: () => (readyTimes += 1),
    onInitError: (errorType, payload) =>
      initErrors.push({ errorType, body: Buffer.from(payload).toString() }),
  });
  endpoint = await server.open(session);
});
afterEach(() => {
  endpoint.close();
  server.close();
});

const call = (method: string, path: string, body = "", headers: Record<string, string> = {}) =>
  sendRaw(`http://${endpoint.address}`, {
    method,
    path: `/2018-06-01/runtime${path}`,
    body,
    headers: { "content-length": String(Buffer.byteLength(body)), ...headers },
  });
const next = () => call("GET", "/invocation/next");

const invocation: RuntimeInvocation = {
  requestId: "id-1",
  payload: Buffer.from('{"a":1}'),
  deadlineMs: 1_767_225_603_000,
  invokedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  traceHeader: "Root=1-2-3",
  clientContext: '{"custom":{"name":"Jürgen"}}',
};

/** Waits for the runtime's `next` to arrive, then hands it an invocation. */
async function start(given: RuntimeInvocation = invocation) {
  const event = next();
  await expect.poll(() => session.ready).toBe(true);
  const answer = new Promise((settle) => session.invoke(given, settle));
  return { event: await event, answer };
}

function expectRefusal(reply: RawReply, status: number, errorType: string, message?: string) {
  expect(reply.status).toBe(status);
  const body: unknown = JSON.parse(reply.body);
  expect(body).toMatchObject({ errorType, ...(message && { errorMessage: message }) });
}

test("next brings the event and all it needs to know in headers", async () => {
  const { event } = await start();
  expect(event.status).toBe(200);
  expect(event.body).toBe('{"a":1}');
  expect(event.headers).toMatchObject({
    "content-type": "application/json",
    "lambda-runtime-aws-request-id": "id-1",
    "lambda-runtime-deadline-ms": "1767225603000",
    "lambda-runtime-invoked-function-arn": invocation.invokedArn,
    "lambda-runtime-trace-id": "Root=1-2-3",
  });
  const context = Buffer.from(String(event.headers["lambda-runtime-client-context"]), "latin1");
  expect(context.toString("utf8")).toBe(invocation.clientContext);
});

test("a response is accepted once, for the invocation that runs", async () => {
  const { answer } = await start();
  expectRefusal(
    await call("POST", "/invocation/other/response", "1"),
    400,
    "InvalidRequestID",
    "Invalid request ID",
  );
  const accepted = await call("POST", "/invocation/id-1/response", '"ok"', {
    "content-type": "application/json",
  });
  expect([accepted.status, JSON.parse(accepted.body)]).toEqual([202, { status: "OK" }]);
  expect(await answer).toEqual({
    kind: "response",
    payload: Buffer.from('"ok"'),
    contentType: "application/json",
    streamed: false,
  });
  expectRefusal(
    await call("POST", "/invocation/id-1/response", "again"),
    403,
    "InvalidStateTransition",
    "State transition from InvocationResponse to InvocationResponse failed for runtime. Error: State transition is not allowed",
  );
});

test("before an event there is nothing to answer, and while one runs no other is given", async () => {
  expectRefusal(await call("POST", "/invocation/id-1/error", "{}"), 403, "InvalidStateTransition");
  await start();
  expectRefusal(await next(), 403, "InvalidStateTransition");
  expectRefusal(await call("POST", "/init/error", "{}"), 403, "InvalidStateTransition");
});

test("an error's type is normalised, its body is not", async () => {
  const { answer } = await start();
  await call("POST", "/invocation/id-1/error", '{"errorType":"MyError"}', {
    "lambda-runtime-function-error-type": "MyError",
  });
  expect(await answer).toEqual({
    kind: "error",
    errorType: "Function.Unknown",
    payload: Buffer.from('{"errorType":"MyError"}'),
  });
});

test("a response above 6 MiB and 100 bytes is refused with 413 and fails the invocation", async () => {
  const { answer } = await start();
  const reply = await call("POST", "/invocation/id-1/response", "a".repeat(6_291_557));
  expectRefusal(
    reply,
    413,
    "RequestEntityTooLarge",
    "Exceeded maximum allowed payload size (6291556 bytes).",
  );
  expect(await answer).toMatchObject({ kind: "error", errorType: "Function.ResponseSizeTooLarge" });
});

test("an unknown response mode is refused and the invocation goes on", async () => {
  const { answer } = await start();
  const mode = { "lambda-runtime-function-response-mode": "telepathic" };
  expectRefusal(
    await call("POST", "/invocation/id-1/response", "x", mode),
    400,
    "InvalidFunctionResponseMode",
  );
  await call("POST", "/invocation/id-1/response", "x");
  expect(await answer).toMatchObject({ kind: "response" });
});

test("a streamed response reaches the caller in chunks before it ends", async () => {
  const chunks: string[] = [];
  const onChunk = (chunk: Uint8Array, type: string) =>
    chunks.push(`${type} ${Buffer.from(chunk).toString()}`);
  const { answer } = await start({ ...invocation, onChunk });
  await call("POST", "/invocation/id-1/response", "one", {
    "lambda-runtime-function-response-mode": "streaming",
    "content-type": "text/plain",
  });
  expect(chunks).toEqual(["text/plain one"]);
  expect(await answer).toMatchObject({
    kind: "response",
    streamed: true,
    payload: Buffer.alloc(0),
  });
});

test("an initialisation that failed is told once and ends the conversation", async () => {
  const body = '{"errorType":"Runtime.ImportModuleError"}';
  const accepted = await call("POST", "/init/error", body, {
    "lambda-runtime-function-error-type": "Runtime.ImportModuleError",
  });
  expect(accepted.status).toBe(202);
  expect(initErrors).toEqual([{ errorType: "Runtime.ImportModuleError", body }]);
  expectRefusal(await next(), 403, "InvalidStateTransition");
  expect(readyTimes).toBe(0);
});

test("browsers are refused, and what does not exist is named", async () => {
  const page = await call("GET", "/invocation/next", "", { origin: "http://evil.example" });
  expectRefusal(page, 403, "Forbidden");
  expectRefusal(await call("GET", "/nothing"), 404, "NotFound");
});
