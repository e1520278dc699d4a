import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type ExtensionEvent, ExtensionRefusal, type Extensions } from "./extensions.ts";
import { accept, answer, read, refuse } from "./http-messages.ts";

const largestBodyBytes = 64 * 1024;

/** What the names and bodies of further APIs that extensions try are answered with. */
const unsupported: Readonly<Record<string, { errorType: string; errorMessage: string }>> = {
  "PUT /2022-07-01/telemetry": {
    errorType: "Telemetry.NotSupported",
    errorMessage: "Telemetry API is not supported",
  },
  "PUT /2020-08-15/logs": {
    errorType: "Logs.NotSupported",
    errorMessage: "Logs API is not supported",
  },
};

/**
 * Answers a call of an extension; false when it is none. The Telemetry API and the Logs API are told of as
 * not supported, with 202: AWS's own emulator does the same, so that extensions go on without them.
 */
export function serveExtensions(
  call: string,
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const refusedApi = unsupported[call];
  if (refusedApi) {
    request.resume();
    answer(response, 202, JSON.stringify(refusedApi));
    return true;
  }
  const serve = calls[call];
  if (!serve) return false;
  serve(extensions, request, response).catch((error: unknown) => {
    request.resume();
    if (error instanceof ExtensionRefusal)
      return refuse(response, 403, error.errorType, error.message);
    return refuse(response, 500, "InternalServerError", "Internal Server Error");
  });
  return true;
}

type Serve = (
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

const base = "/2020-01-01/extension";
const calls: Readonly<Record<string, Serve>> = {
  [`POST ${base}/register`]: register,
  [`GET ${base}/event/next`]: next,
  [`POST ${base}/init/error`]: (extensions, request, response) =>
    fail("init", extensions, request, response),
  [`POST ${base}/exit/error`]: (extensions, request, response) =>
    fail("exit", extensions, request, response),
};

async function register(
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = header(request, "lambda-extension-name");
  const body = await read(request, largestBodyBytes);
  if (name === "")
    throw new ExtensionRefusal("Extension.InvalidExtensionName", "Empty extension name");
  const id = extensions.register(name, eventsOf(body));
  const { accountId, ...facts } = extensions.facts;
  const features = header(request, "lambda-extension-accept-feature").split(",");
  const withAccount = features.some((feature) => feature.trim() === "accountId");
  response.setHeader("Lambda-Extension-Identifier", id);
  answer(response, 200, JSON.stringify({ ...facts, ...(withAccount && { accountId }) }));
}

async function next(
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  extensions.next(identifier(request), (event: ExtensionEvent) => {
    response.setHeader("Lambda-Extension-Event-Identifier", randomUUID());
    answer(response, 200, JSON.stringify(event));
  });
}

async function fail(
  phase: "init" | "exit",
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const id = identifier(request);
  const errorType = header(request, "lambda-extension-function-error-type");
  if (errorType === "")
    throw new ExtensionRefusal(
      "Extension.MissingHeader",
      "Lambda-Extension-Function-Error-Type not found",
    );
  extensions.fail(id, phase, errorType);
  accept(response);
}

function header(request: IncomingMessage, name: string): string {
  return String(request.headers[name] ?? "");
}

function identifier(request: IncomingMessage): string {
  const id = header(request, "lambda-extension-identifier");
  if (id === "")
    throw new ExtensionRefusal(
      "Extension.MissingExtensionIdentifier",
      "Missing Lambda-Extension-Identifier header",
    );
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new ExtensionRefusal(
      "Extension.InvalidExtensionIdentifier",
      "Invalid Lambda-Extension-Identifier",
    );
  return id;
}

function eventsOf(body: Buffer | "truncated" | "too large"): readonly unknown[] {
  const format = (message: string) => new ExtensionRefusal("InvalidRequestFormat", message);
  if (typeof body === "string") throw format(`The body is ${body}`);
  let given: unknown;
  try {
    given = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw format(error instanceof Error ? error.message : "The body is not valid JSON");
  }
  if (typeof given !== "object" || given === null) throw format("The body is not a JSON object");
  const { events = [], configurationKeys = [] } = given as Record<string, unknown>;
  if (!Array.isArray(events)) throw format("events is not a list");
  if (Array.isArray(configurationKeys) && configurationKeys.length > 0)
    throw format("configurationKeys are deprecated; use environment variables instead");
  return events;
}
