import type { Codec, Input, WireRequest } from "./codec.ts";
import { readForm } from "./form-values.ts";
import { errorMembers } from "./error-members.ts";
import { escapeXml, writeXmlMembers } from "./xml-values.ts";

const contentType = "text/xml";

/** The Query protocol: a form in, XML out. Spoken by the STS and IAM clients and by older CLIs and SDKs. */
export const awsQueryCodec: Codec = {
  decode(operation, request) {
    const input = readForm(operation.input, formOf(request)) as Input;
    // SQS takes calls at the queue's own address as well.
    const wantsQueue = operation.input.members.some(({ name }) => name === "QueueUrl");
    if (wantsQueue && input.QueueUrl === undefined && /^\/\d{12}\/[^/]+$/.test(request.path))
      input.QueueUrl = `http://${request.headers.host}${request.path}`;
    return input;
  },

  encode(operation, output, requestId) {
    const { name } = operation;
    const members = writeXmlMembers(operation.output, (output ?? {}) as Record<string, unknown>);
    const result = operation.output.isUnit ? "" : `<${name}Result>${members}</${name}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    const namespace = operation.service.service.xmlNamespace ?? "";
    return {
      status: 200,
      headers: { "content-type": contentType, "x-amzn-RequestId": requestId },
      body: `<?xml version="1.0"?><${name}Response xmlns="${escapeXml(namespace)}">${result}${metadata}</${name}Response>`,
    };
  },

  encodeError(wire, requestId) {
    const { error, fault, service } = wire;
    const query = service?.error(error.code).query;
    const fields = Object.entries(errorMembers(wire).body)
      .filter(([name]) => name !== "message" && name !== "Message" && name !== "Type")
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join("");
    const namespace = service?.service.xmlNamespace ?? "";
    return {
      status: query?.status ?? wire.status,
      headers: { "content-type": contentType, "x-amzn-RequestId": requestId },
      body:
        `<?xml version="1.0"?><ErrorResponse xmlns="${escapeXml(namespace)}"><Error><Type>${fault}</Type>` +
        `<Code>${escapeXml(query?.code ?? error.code)}</Code><Message>${escapeXml(error.message)}</Message>` +
        `${fields}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  },
};

/** The Query protocol's parameters; a GET carries them in the query. */
export function formOf(request: WireRequest): URLSearchParams {
  return request.body.length > 0
    ? new URLSearchParams(Buffer.from(request.body).toString("utf8"))
    : request.query;
}
