import { cbor, tag } from "@smithy/core/cbor";
import type { OperationPlan } from "../http/plan.ts";
import { escapeXml } from "../http/xml-values.ts";
import type { Protocol } from "../http/service.ts";
import type { Member, Shape } from "../http/shape.ts";

export interface EncodedRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * A request as a client of `protocol` would send it. `input` may hold anything in any place: what does
 * not fit its shape is written as it is.
 */
export function encodeRequest(
  operation: OperationPlan,
  protocol: Protocol,
  input: Record<string, unknown>,
): EncodedRequest {
  const { service } = operation.service;
  const scope = `test/20260101/us-east-1/${service.signingName}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const post = { method: "POST", path: "/" };
  switch (protocol) {
    case "awsJson1.0":
    case "awsJson1.1":
      return {
        ...post,
        headers: {
          authorization,
          "x-amz-target": `${service.targetPrefix}.${operation.name}`,
          "content-type": `application/x-amz-json-${protocol.slice(-3)}`,
        },
        body: Buffer.from(JSON.stringify(jsonOf(operation.input, input))),
      };
    case "awsQuery": {
      const form = new URLSearchParams({
        Action: operation.name,
        Version: service.queryVersion ?? "",
      });
      addToForm(form, "", operation.input, input);
      const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
      return { ...post, headers, body: Buffer.from(form.toString()) };
    }
    case "rpcv2Cbor":
      return {
        method: "POST",
        path: `/service/${service.targetPrefix}/operation/${operation.name}`,
        headers: {
          authorization,
          "smithy-protocol": "rpc-v2-cbor",
          "content-type": "application/cbor",
        },
        body: Buffer.from(cbor.serialize(cborOf(input, 1000))),
      };
    case "awsCbor1.1":
      return {
        ...post,
        headers: {
          authorization,
          "x-amz-target": `${service.targetPrefix}.${operation.name}`,
          "content-type": "application/x-amz-cbor-1.1",
        },
        body: Buffer.from(cbor.serialize(cborOf(input, 1))),
      };
    case "restJson1":
      return encodeRest(operation, input, authorization, "application/json", (shape, value) =>
        JSON.stringify(jsonOf(shape, value)),
      );
    case "restXml":
      return encodeRest(operation, input, authorization, "application/xml", (_shape, value) =>
        xmlOf("Body", value),
      );
  }
}

function encodeRest(
  operation: OperationPlan,
  input: Record<string, unknown>,
  authorization: string,
  contentType: string,
  write: (shape: Shape | undefined, value: unknown) => string,
): EncodedRequest {
  const { method = "POST", path: template = "/" } = operation.http ?? {};
  const headers: Record<string, string> = { authorization };
  const [pathname = "/", fixed = ""] = template.split("?");
  const query = new URLSearchParams(fixed);
  // S3's bucket stands before the path of its model.
  let path = operation.service.service.protocols.includes("restXml")
    ? `/{Bucket}${pathname}`
    : pathname;
  let body: Record<string, unknown> | undefined;
  let payload: Uint8Array | string | undefined;
  for (const { name, traits, shape } of operation.input.members) {
    const value = input[name];
    if (traits.httpLabel)
      path = path.replace(
        new RegExp(`\\{${name}\\+?\\}`),
        encodeURIComponent(wellFormed(textOf(value ?? "-"))),
      );
    else if (traits.httpPayload)
      payload = value instanceof Uint8Array || value === undefined ? value : write(shape, value);
    else if (value === undefined) continue;
    else if (traits.httpQuery)
      for (const item of Array.isArray(value) ? value : [value])
        query.append(traits.httpQuery, textOf(item));
    else if (traits.httpHeader) headers[traits.httpHeader] = headerText(value);
    else body = { ...body, [name]: value };
  }
  if (body !== undefined) headers["content-type"] = contentType;
  const bytes = payload ?? (body === undefined ? "" : write(operation.input, body));
  const search = query.size > 0 ? `?${query.toString()}` : "";
  return { method, path: path + search, headers, body: Buffer.from(bytes) };
}

/** Lists as repeated elements, all else by its name. */
function xmlOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => xmlOf(name, item)).join("");
  const inner =
    typeof value === "object" && value !== null && !(value instanceof Date)
      ? Object.entries(value)
          .map(([member, item]) => xmlOf(member, item))
          .join("")
      : escapeXml(textOf(value));
  return `<${name}>${inner}</${name}>`;
}

const fits = (shape: Shape | undefined, kind: Shape["kind"]): Shape | undefined =>
  shape?.kind === kind ? shape : undefined;

function jsonOf(shape: Shape | undefined, value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => jsonOf(fits(shape, "list")?.element, item));
  if (typeof value !== "object" || value === null) return value;
  const members = new Map(fits(shape, "structure")?.members.map((member) => [member.name, member]));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = members.get(name);
      const inner = member?.shape ?? fits(shape, "map")?.element;
      return [member?.traits.jsonName ?? name, jsonOf(inner, item)];
    }),
  );
}

function cborOf(value: unknown, tickMs: number): unknown {
  if (value instanceof Date) return tag({ tag: 1, value: value.getTime() / tickMs });
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => cborOf(item, tickMs));
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, cborOf(item, tickMs)]),
  );
}

function addToForm(
  form: URLSearchParams,
  prefix: string,
  shape: Shape | undefined,
  value: unknown,
  member?: Member,
): void {
  const under = (step: string | number) => (prefix ? `${prefix}.${step}` : `${step}`);
  const flattened = member?.traits.xmlFlattened === 1;
  if (Array.isArray(value)) {
    const list = fits(shape, "list");
    value.forEach((item, i) => {
      const step = flattened ? `${i + 1}` : `${list?.elementName ?? "member"}.${i + 1}`;
      addToForm(form, under(step), list?.element, item);
    });
  } else if (shape?.kind === "map" && isPlain(value)) {
    Object.entries(value).forEach(([key, item], i) => {
      const step = under(flattened ? i + 1 : `entry.${i + 1}`);
      form.append(`${step}.${shape.keyName}`, key);
      addToForm(form, `${step}.${shape.elementName}`, shape.element, item);
    });
  } else if (isPlain(value)) {
    const members = new Map(shape?.members.map((one) => [one.name, one]));
    for (const [name, item] of Object.entries(value)) {
      const one = members.get(name);
      addToForm(form, under(one?.traits.xmlName ?? name), one?.shape, item, one);
    }
  } else if (value !== undefined && value !== null) form.append(prefix, textOf(value));
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array);

function textOf(value: unknown): string {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const wellFormed = (text: string): string => Buffer.from(text).toString("utf8");

/** Headers carry bytes; a line break would end them. */
const headerText = (value: unknown): string =>
  Buffer.from(textOf(value))
    .toString("latin1")
    .replace(/[\0\r\n]/g, " ");
