import type { InvokeCommandInput } from "@aws-sdk/client-lambda";
import { ServiceError } from "../http/service.ts";
import type { FunctionVersion } from "../lambda/function-version.ts";

/** Largest request bodies in bytes: 6 MiB for a waiting caller, 1 MiB for an event (256 KB before October 2025). */
export const payloadLimitBytes = {
  sync: 6 * 1024 * 1024,
  Event: 1024 * 1024,
  InvokeAsync: 256 * 1024,
} as const;

/** AWS's limit of `X-Amz-Client-Context`, in base64 characters. */
const clientContextLimit = 3583;

const emptyEvent = Buffer.from("{}");

/**
 * The event a function gets: the request's body, or `{}` for none. Throws RequestEntityTooLargeException and
 * InvalidRequestContentException.
 */
export function checkPayload(
  body: InvokeCommandInput["Payload"],
  kind: keyof typeof payloadLimitBytes,
): Uint8Array {
  // The decoder gives bytes; the SDK's types allow what its callers may pass.
  const payload = body as Uint8Array | undefined;
  if (payload === undefined || payload.byteLength === 0) return emptyEvent;
  const limit = payloadLimitBytes[kind];
  if (payload.byteLength > limit)
    throw new ServiceError(
      "RequestEntityTooLargeException",
      kind === "Event"
        ? `${payload.byteLength} byte payload is too large for the Event invocation type (limit ${limit} bytes)`
        : `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      413,
      { Type: "User" },
    );
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalidContent(
      `Could not parse request body into json: Could not parse payload into json: ${why}`,
    );
  }
  return payload;
}

/** The client context as it came, in base64; throws InvalidRequestContentException. */
export function checkClientContext(context: string | undefined): string | undefined {
  if (context === undefined || context === "") return undefined;
  if (context.length > clientContextLimit)
    throw invalidContent(
      `Client context must be no more than ${clientContextLimit} bytes when base64 encoded.`,
    );
  try {
    JSON.parse(Buffer.from(context, "base64").toString("utf8"));
  } catch {
    throw invalidContent("Client context must be a valid Base64-encoded JSON object.");
  }
  return context;
}

function invalidContent(message: string): ServiceError {
  return new ServiceError("InvalidRequestContentException", message, 400, { Type: "User" });
}

/** A function with tenant isolation is called for a tenant, any other is not. */
export function checkTenant(version: FunctionVersion, tenantId: string | undefined): void {
  if (version.tenantIsolated === (tenantId !== undefined)) return;
  throw new ServiceError(
    "InvalidParameterValueException",
    version.tenantIsolated
      ? "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again."
      : "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.",
    400,
    { Type: "User" },
  );
}
