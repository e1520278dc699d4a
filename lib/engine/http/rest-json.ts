import type { Codec, Input, WireRequest } from "./codec.ts";
import { errorMembers } from "./error-members.ts";
import { encodeEventStream } from "./event-stream.ts";
import { parseJsonBody, readJson, readMembers, writeJson, writeMembers } from "./json-values.ts";
import { parseNumber } from "./numbers.ts";
import type { OperationPlan } from "./plan.ts";
import { ServiceError } from "./service.ts";
import type { Member, Shape } from "./shape.ts";

/** Where each member of a structure travels in the REST JSON protocol. */
interface Bindings {
  labels: Member[];
  query: Member[];
  headers: Member[];
  status?: Member;
  payload?: Member;
  body: Member[];
  eventStream?: Member;
}

const cache = new WeakMap<Shape, Bindings>();

function bindingsOf(shape: Shape): Bindings {
  let bindings = cache.get(shape);
  if (!bindings) {
    bindings = { labels: [], query: [], headers: [], body: [], eventStream: shape.eventStream };
    for (const member of shape.members) {
      const { traits } = member;
      if (traits.httpLabel) bindings.labels.push(member);
      else if (traits.httpQuery || traits.httpQueryParams) bindings.query.push(member);
      else if (traits.httpHeader || traits.httpPrefixHeaders !== undefined)
        bindings.headers.push(member);
      else if (traits.httpResponseCode) bindings.status = member;
      else if (traits.httpPayload) bindings.payload = member;
      else bindings.body.push(member);
    }
    cache.set(shape, bindings);
  }
  return bindings;
}

/** REST JSON 1: members travel in the path, the query, headers and the body, as the schema says. */
export const restJsonCodec: Codec = {
  decode(operation, request, labels) {
    const { labels: labelled, query, headers, payload, body } = bindingsOf(operation.input);
    const input: Input = {};
    for (const { name, shape } of labelled)
      input[name] = readText(shape, labels[name] ?? "", name, "date-time");
    for (const member of query) readQuery(member, request.query, input);
    for (const member of headers) readHeader(member, request, input);
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
    const body = empty ? "" : JSON.stringify(writeMembers(bindings.body, source));
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

function statusOf(
  operation: OperationPlan,
  bindings: Bindings,
  source: Record<string, unknown>,
): number {
  const own = bindings.status && source[bindings.status.name];
  return typeof own === "number" ? own : (operation.http?.status ?? 200);
}

function readQuery({ name, traits, shape }: Member, query: URLSearchParams, input: Input): void {
  if (traits.httpQueryParams) {
    input[name] = Object.fromEntries(query);
    return;
  }
  const key = traits.httpQuery ?? name;
  if (shape.kind === "list") {
    const values = query.getAll(key);
    if (values.length > 0)
      input[name] = values.map((value) => readText(shape.element, value, name, "date-time"));
    return;
  }
  const value = query.get(key);
  if (value !== null) input[name] = readText(shape, value, name, "date-time");
}

function readHeader({ name, traits, shape }: Member, request: WireRequest, input: Input): void {
  if (traits.httpPrefixHeaders !== undefined) {
    const prefix = traits.httpPrefixHeaders.toLowerCase();
    const found = Object.entries(request.headers).filter(([key]) => key.startsWith(prefix));
    if (found.length > 0)
      input[name] = Object.fromEntries(
        found.map(([key, value]) => [key.slice(prefix.length), String(value)]),
      );
    return;
  }
  const value = request.headers[traits.httpHeader?.toLowerCase() ?? ""];
  if (value === undefined) return;
  const text = String(value);
  if (shape.kind === "list")
    input[name] = text
      .split(",")
      .map((item) => readText(shape.element, item.trim(), name, "http-date"));
  else input[name] = readText(shape, text, name, "http-date");
}

function writeHeader(
  { traits, shape }: Member,
  value: unknown,
  headers: Record<string, string>,
): void {
  if (value === undefined || value === null) return;
  if (traits.httpPrefixHeaders !== undefined)
    for (const [key, item] of Object.entries(value))
      headers[traits.httpPrefixHeaders + key] = String(item);
  else if (traits.httpHeader)
    headers[traits.httpHeader.toLowerCase()] =
      shape.kind === "timestamp" ? (value as Date).toUTCString() : String(value);
}

function readPayload({ name, shape }: Member, body: Uint8Array, input: Input): void {
  if (shape.kind === "blob") input[name] = body;
  else if (shape.kind === "string") input[name] = Buffer.from(body).toString("utf8");
  else if (body.length > 0) input[name] = readJson(shape, parseJsonBody(body), name);
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** A value of the path, the query or a header. */
function readText(
  shape: Shape,
  text: string,
  name: string,
  defaultTimes: "date-time" | "http-date",
): unknown {
  if (shape.kind === "number" || shape.kind === "boolean") {
    const value = shape.kind === "number" ? parseNumber(text, name) : booleans.get(text);
    if (value !== undefined) return value;
    throw new ServiceError(
      "SerializationException",
      `Expected a ${shape.kind} at '${name}', found '${text}'`,
      400,
    );
  }
  if (shape.kind !== "timestamp") return text;
  const format = shape.timestampFormat === "default" ? defaultTimes : shape.timestampFormat;
  const date = new Date(
    format === "epoch-seconds" || /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text,
  );
  if (!Number.isNaN(date.getTime())) return date;
  throw new ServiceError(
    "SerializationException",
    `Expected a time at '${name}', found '${text}'`,
    400,
  );
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new ServiceError("SerializationException", "Expected a JSON object as the request", 400);
}
