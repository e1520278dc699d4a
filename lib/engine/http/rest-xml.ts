import { randomBytes } from "node:crypto";
import type { Codec, WireReply } from "./codec.ts";
import { errorMembers } from "./error-members.ts";
import { readXml, readXmlMembers } from "./read-xml.ts";
import { bindingsOf, readHead, statusOf, writeHeader } from "./rest-bindings.ts";
import { escapeXml, writeXmlMembers } from "./xml-values.ts";
import { parseXml } from "./xml-tree.ts";

const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const prologue = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** REST XML as S3 speaks it: members in the path, the query, headers and XML, objects as they are. */
export const restXmlCodec: Codec = {
  decode(operation, request, labels) {
    const bindings = bindingsOf(operation.input);
    const { payload, body } = bindings;
    const input = readHead(bindings, request, labels);
    if (payload?.shape.traits.streaming) input[payload.name] = request.stream;
    else if (payload?.shape.kind === "string")
      input[payload.name] = Buffer.from(request.body).toString("utf8");
    else if (request.body.length > 0) {
      const document = parseXml(Buffer.from(request.body).toString("utf8"));
      if (payload) input[payload.name] = readXml(payload.shape, document);
      else Object.assign(input, readXmlMembers(body, document));
    }
    return input;
  },

  encode(operation, output, requestId) {
    const bindings = bindingsOf(operation.output);
    const source = (output ?? {}) as Record<string, unknown>;
    const named: Record<string, string> = {};
    for (const member of bindings.headers) writeHeader(member, source[member.name], named);
    const headers = { ...replyHeaders(requestId), ...lowerCased(named) };
    const status = source.ContentRange === undefined ? statusOf(operation, bindings, source) : 206;
    const { payload } = bindings;
    if (payload?.shape.traits.streaming) {
      // An object that is a web page must not act in the name of the engine's own address.
      headers["content-security-policy"] = "sandbox";
      return { status, headers, body: (source[payload.name] ?? "") as WireReply["body"] };
    }
    if (payload?.shape.kind === "string")
      return { status, headers, body: (source[payload.name] ?? "") as string };
    const root = payload ? source[payload.name] : source;
    if (operation.output.isUnit || root === undefined || (!payload && bindings.body.length === 0))
      return { status, headers, body: "" };
    const shape = payload?.shape ?? operation.output;
    const tag = payload?.traits.xmlName ?? shape.traits.xmlName ?? localName(shape.name);
    // What only headers hold must not be repeated in the body.
    const content = payload
      ? (root as Record<string, unknown>)
      : Object.fromEntries(bindings.body.map(({ name }) => [name, source[name]]));
    const xml =
      // The one answer whose single member is its root.
      operation.name === "GetBucketLocation"
        ? escapeXml(String(content[tag] ?? ""))
        : writeXmlMembers(shape, content);
    headers["content-type"] = "application/xml";
    return { status, headers, body: `${prologue}<${tag}${namespace}>${xml}</${tag}>` };
  },

  encodeError(wire, requestId) {
    const { error, status } = wire;
    const headers = replyHeaders(requestId);
    // These have no body, also not of an error.
    if (status === 304 || wire.operation?.http?.method === "HEAD")
      return { status, headers, body: "" };
    const code = error.code === "NotImplementedException" ? "NotImplemented" : error.code;
    const fields = Object.entries({ ...errorMembers(wire).body, ...error.fields })
      .filter(([name]) => name !== "message" && name !== "Message")
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join("");
    const body =
      `${prologue}<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message>${fields}` +
      `<RequestId>${headers["x-amz-request-id"]}</RequestId><HostId>${headers["x-amz-id-2"]}</HostId></Error>`;
    return { status, headers: { ...headers, "content-type": "application/xml" }, body };
  },
};

/** S3's two ids of a request: 16 letters, and a longer one of its host. */
function replyHeaders(requestId: string): Record<string, string> {
  return {
    "x-amz-request-id": requestId.replaceAll("-", "").slice(0, 16).toUpperCase(),
    "x-amz-id-2": randomBytes(56).toString("base64"),
  };
}

const localName = (name: string): string => name.split("#")[1] ?? name;

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
