import { afterEach, beforeEach, expect, test } from "vitest";
import { sendRaw } from "../testing/send-raw.ts";
import { type ExtensionEvent, Extensions } from "./extensions.ts";
import { type RuntimeEndpoint, RuntimeApiServer } from "./server.ts";
import { RuntimeSession } from "./session.ts";

let server: RuntimeApiServer;
let endpoint: RuntimeEndpoint;
let extensions: Extensions;

beforeEach(() => open(["agent"]));
afterEach(close);

async function open(externalNames: string[]) {
  extensions = new Extensions(externalNames, {
    accountId: "000000000000",
    functionName: "f",
    functionVersion: "$LATEST",
    handler: "index.handler",
  });
  server = new RuntimeApiServer();
  const ignore = () => undefined;
  const session = new RuntimeSession({ onReady: ignore, onInitError: ignore });
  endpoint = await server.open(session, extensions);
}

function close() {
  endpoint.close();
  server.close();
}

async function call(path: string, headers: Record<string, string> = {}, body?: string) {
  const reply = await sendRaw(`http://${endpoint.address}`, {
    method: path.endsWith("/next") ? "GET" : "POST",
    path: `/2020-01-01/extension${path}`,
    headers,
    ...(body !== undefined && { body }),
  });
  return { ...reply, json: JSON.parse(reply.body) as Record<string, unknown> };
}

const register = (name: string, events: unknown, headers: Record<string, string> = {}) =>
  call(
    "/register",
    { "lambda-extension-name": name, ...headers },
    typeof events === "string" ? events : JSON.stringify({ events }),
  );
const idOf = (reply: { headers: Record<string, unknown> }) =>
  String(reply.headers["lambda-extension-identifier"]);
const by = (id: string) => ({ "lambda-extension-identifier": id });
const failing = (id: string) => ({ ...by(id), "lambda-extension-function-error-type": "My.Error" });

const invocation = {
  deadlineMs: 1_767_225_603_000,
  requestId: "id-1",
  invokedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  traceHeader: "Root=1-2-3",
};
const shutdown: ExtensionEvent & { eventType: "SHUTDOWN" } = {
  eventType: "SHUTDOWN",
  shutdownReason: "spindown",
  deadlineMs: 1,
};

test("an extension registers, waits, gets its events and is told of the end", async () => {
  expect([extensions.registered, extensions.ready]).toEqual([false, false]);
  const registered = await register("agent", ["INVOKE", "SHUTDOWN"]);
  expect(registered.json).toEqual({
    functionName: "f",
    functionVersion: "$LATEST",
    handler: "index.handler",
  });
  expect([extensions.registered, extensions.ready]).toEqual([true, false]);
  const id = idOf(registered);
  const first = call("/event/next", by(id));
  await expect.poll(() => extensions.ready).toBe(true);
  extensions.invoke(invocation);
  expect(extensions.ready).toBe(false);
  const event = await first;
  expect(event.json).toEqual({
    eventType: "INVOKE",
    deadlineMs: invocation.deadlineMs,
    requestId: "id-1",
    invokedFunctionArn: invocation.invokedArn,
    tracing: { type: "X-Amzn-Trace-Id", value: "Root=1-2-3" },
  });
  expect(event.headers["lambda-extension-event-identifier"]).toMatch(/^[0-9a-f-]{36}$/);
  // It is busy when the end comes, and learns of it when it asks again.
  expect(extensions.shutDown(shutdown)).toEqual(["agent"]);
  expect((await call("/event/next", by(id))).json).toEqual(shutdown);
});

test("an accepted feature adds the account, and an unknown one nothing", async () => {
  const features = { "lambda-extension-accept-feature": "other, accountId" };
  expect((await register("agent", [], features)).json).toMatchObject({ accountId: "000000000000" });
});

test("what has not subscribed to invocations is not waited for", async () => {
  const id = idOf(await register("agent", ["SHUTDOWN"]));
  const ended = call("/event/next", by(id));
  await expect.poll(() => extensions.ready).toBe(true);
  extensions.invoke(invocation);
  expect(extensions.ready).toBe(true);
  extensions.shutDown(shutdown);
  expect((await ended).json).toEqual(shutdown);
});

test("an internal extension registers until init is over, and for invocations only", async () => {
  expect((await register("inside", ["SHUTDOWN"])).json).toEqual({
    errorType: "Extension.InvalidEventType",
    errorMessage: "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension",
  });
  expect((await register("inside", ["INVOKE"])).status).toBe(200);
  expect((await register("inside", ["INVOKE"])).json).toMatchObject({
    errorMessage: "Extension with this name already registered",
  });
  extensions.closeRegistration();
  expect((await register("late", ["INVOKE"])).json).toEqual({
    errorType: "Extension.RegistrationClosed",
    errorMessage: "Extension registration closed already",
  });
});

test("the eleventh extension is one too many", async () => {
  for (let i = 1; i < 10; i++) expect((await register(`inside-${i}`, [])).status).toBe(200);
  expect((await register("inside-10", [])).json).toEqual({
    errorType: "Extension.TooManyExtensions",
    errorMessage: "Extension limit (10) reached",
  });
});

test("what is refused, with AWS's types and words", async () => {
  const unknown = "00000000-0000-4000-8000-000000000000";
  const refusals = [
    [await register("", []), "Extension.InvalidExtensionName", "Empty extension name"],
    [
      await register("agent", ["BOOT"]),
      "Extension.InvalidEventType",
      "BOOT: ErrorInvalidEventType",
    ],
    [await register("agent", "{"), "InvalidRequestFormat", expect.any(String)],
    [
      await register("agent", '{"configurationKeys":["a"]}'),
      "InvalidRequestFormat",
      "configurationKeys are deprecated; use environment variables instead",
    ],
    [
      await call("/event/next"),
      "Extension.MissingExtensionIdentifier",
      "Missing Lambda-Extension-Identifier header",
    ],
    [
      await call("/event/next", by("no-uuid")),
      "Extension.InvalidExtensionIdentifier",
      "Invalid Lambda-Extension-Identifier",
    ],
    [
      await call("/event/next", by(unknown)),
      "Extension.UnknownExtensionIdentifier",
      `Unknown extension ${unknown}`,
    ],
    [
      await call("/init/error", by(unknown)),
      "Extension.MissingHeader",
      "Lambda-Extension-Function-Error-Type not found",
    ],
    [
      await call("/exit/error", failing(unknown)),
      "Extension.UnknownExtensionIdentifier",
      "Unknown Lambda-Extension-Identifier",
    ],
  ] as const;
  for (const [{ status, json }, errorType, errorMessage] of refusals) {
    expect(status).toBe(403);
    expect(json).toEqual({ errorType, errorMessage });
  }
  const id = idOf(await register("agent", []));
  expect((await register("agent", [])).json).toMatchObject({
    errorMessage:
      "State transition from Registered to Registered failed for extension agent. Error: State transition is not allowed",
  });
  void call("/event/next", by(id)).catch(() => undefined);
  await expect.poll(() => extensions.ready).toBe(true);
  expect((await call("/init/error", failing(id))).json).toEqual({
    errorType: "Extension.InvalidExtensionState",
    errorMessage: `State transition from Ready to InitError failed for extension ${id}. Error: State transition is not allowed`,
  });
});

test("an error of an extension is accepted once and again, and names what its end is called", async () => {
  const id = idOf(await register("agent", ["INVOKE"]));
  for (const path of ["/init/error", "/init/error"])
    expect((await call(path, failing(id), "{}")).json).toEqual({ status: "OK" });
  expect(extensions.fatalErrorType).toBe("Extension.InitError");
  extensions.exited("agent");
  expect(extensions.states).toEqual([
    { name: "agent", state: "InitError", events: ["INVOKE"], errorType: "My.Error" },
  ]);
});

test("telemetry is told of as not supported, in a way that extensions go on with", async () => {
  const put = (path: string) =>
    sendRaw(`http://${endpoint.address}`, { method: "PUT", path, body: "{}" });
  expect(await put("/2022-07-01/telemetry")).toMatchObject({
    status: 202,
    body: expect.stringContaining("Telemetry.NotSupported"),
  });
  expect(await put("/2020-08-15/logs")).toMatchObject({
    status: 202,
    body: expect.stringContaining("Logs.NotSupported"),
  });
});
