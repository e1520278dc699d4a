import type { Codec, Input } from "./codec.ts";
import { errorMembers } from "./error-members.ts";
import { encodeEventStream } from "./event-stream.ts";
import { parseJsonBody, readJson, readMembers, writeJson, writeMembers } from "./json-values.ts";
import { bindingsOf, readHead, statusOf, writeHeader } from "./rest-bindings.ts";
import { ServiceError } from "./service.ts";
import type { Member } from "./shape.ts";

/** REST JSON 1: members travel in the path, the query, headers and the body, as the schema says. */
export const restJsonCodec: Codec = {
  decode(operation, request, labels) {
    const bindings = bindingsOf(operation.input);
    const { payload, body } = bindings;
    const input = readHead(bindings, request, labels, operation.http?.path);
    if (payload) readPayload(payload, request.body, input);
    else if (body.length > 0)
      Object.assign(input, readMembers(body, objectOf(parseJsonBody(request.body))));
    return input;
  },

  encode(operation, output, requestId) {
    const bindings = bindingsOf(operation.output);
    const source = (output ?? {}) as Record<string, unknown>;
    const headers: Record<string, string> = { "x-amzn-RequestId": requestId };
    for (const member of bindings.headers) writeHeader(member, source[member.name], headers);
    const status = statusOf(operation, bindings, source);
    if (bindings.eventStream)
      return {
        ...encodeEventStream(operation.output, bindings.eventStream, source, headers, false),
        status,
      };
    headers["content-type"] = "application/json";
    if (bindings.payload) {
      const value = source[bindings.payload.name];
      if (value === undefined || value === null) return { status, headers, body: "" };
      if (value instanceof Uint8Array) return { status, headers, body: value };
      return { status, headers, body: JSON.stringify(writeJson(bindings.payload.shape, value)) };
    }
    const empty = operation.output.isUnit || status === 204;
    // Answers have no query: API Gateway's model says where a position comes from when it is asked for.
    const members = [...bindings.body, ...bindings.query];
    const body = empty ? "" : JSON.stringify(writeMembers(members, source));
    return { status, headers, body };
  },

  encodeError(wire, requestId) {
    const { body, headers } = errorMembers(wire);
    return {
      status: wire.status,
      headers: {
        "content-type": "application/json",
        "x-amzn-RequestId": requestId,
        "x-amzn-ErrorType": wire.error.code,
        ...headers,
      },
      body: JSON.stringify(body),
    };
  },
};

function readPayload({ name, shape }: Member, body: Uint8Array, input: Input): void {
  if (shape.kind === "blob") input[name] = body;
  else if (shape.kind === "string") input[name] = Buffer.from(body).toString("utf8");
  else if (body.length > 0) input[name] = readJson(shape, parseJsonBody(body), name);
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new ServiceError("SerializationException", "Expected a JSON object as the request", 400);
}
