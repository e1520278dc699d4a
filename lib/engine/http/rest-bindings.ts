import type { Input, Labels, WireRequest } from "./codec.ts";
import type { OperationPlan } from "./plan.ts";
import { parseNumber } from "./numbers.ts";
import { ServiceError } from "./service.ts";
import type { Member, Shape } from "./shape.ts";

/** Where each member of a structure travels in the REST protocols. */
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

export function bindingsOf(shape: Shape): Bindings {
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

/** What the path, the query and the headers say. `path` is the operation's: `/restapis?mode=import`. */
export function readHead(
  { labels: labelled, query, headers }: Bindings,
  request: WireRequest,
  labels: Labels,
  path = "",
): Input {
  const input: Input = {};
  for (const { name, shape } of labelled)
    input[name] = readText(shape, labels[name] ?? "", name, "date-time");
  for (const member of query)
    if (member.traits.httpQueryParams) input[member.name] = otherParameters(query, request, path);
    else readQuery(member, request.query, input);
  for (const member of headers) readHeader(member, request, input);
  return input;
}

export function statusOf(
  operation: OperationPlan,
  bindings: Bindings,
  source: Record<string, unknown>,
): number {
  const own = bindings.status && source[bindings.status.name];
  return typeof own === "number" ? own : (operation.http?.status ?? 200);
}

/** The parameters of the query that no other member and not the operation itself stands for. */
function otherParameters(
  members: readonly Member[],
  { query }: WireRequest,
  path: string,
): Record<string, string> {
  const [, search = ""] = path.split("?");
  const taken = new Set([
    ...new URLSearchParams(search).keys(),
    ...members.map(({ traits }) => traits.httpQuery),
  ]);
  return Object.fromEntries([...query].filter(([name]) => !taken.has(name)));
}

function readQuery({ name, traits, shape }: Member, query: URLSearchParams, input: Input): void {
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

export function writeHeader(
  { traits, shape }: Member,
  value: unknown,
  headers: Record<string, string>,
): void {
  if (value === undefined || value === null) return;
  if (traits.httpPrefixHeaders !== undefined)
    for (const [key, item] of Object.entries(value))
      headers[(traits.httpPrefixHeaders + key).toLowerCase()] = headerText(String(item));
  else if (traits.httpHeader)
    headers[traits.httpHeader.toLowerCase()] =
      shape.kind === "timestamp" ? (value as Date).toUTCString() : headerText(String(value));
}

/** Headers carry bytes, here those of UTF-8; what would end one, or the head, becomes a space. */
const headerText = (text: string): string =>
  Buffer.from(text, "utf8").toString("latin1").replace(endingHeader, " ");
// oxlint-disable-next-line no-control-regex
const endingHeader = /[\0-\x08\x0a-\x1f\x7f]/g;

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
