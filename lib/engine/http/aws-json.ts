import type { Codec, Input, WireError, WireReply } from "./codec.ts";
import { errorMembers } from "./error-members.ts";
import { encodeEventStream } from "./event-stream.ts";
import { parseJsonBody, readJson, writeMembers } from "./json-values.ts";

/** The AWS JSON protocols 1.0 and 1.1: the operation is named by the target header, the body is JSON. */
export function createAwsJsonCodec(version: "1.0" | "1.1"): Codec {
  const contentType = `application/x-amz-json-${version}`;
  return {
    decode: (operation, request) => readJson(operation.input, parseJsonBody(request.body)) as Input,

    encode(operation, output, requestId) {
      const headers = { "content-type": contentType, "x-amzn-RequestId": requestId };
      const source = (output ?? {}) as Record<string, unknown>;
      const stream = operation.output.eventStream;
      if (stream) return encodeEventStream(operation.output, stream, source, headers, true);
      const members = writeMembers(operation.output.members, source);
      // Operations without an output answer with no body at all.
      const body = operation.output.isUnit ? "" : JSON.stringify(members);
      return { status: 200, headers, body };
    },

    encodeError(wire, requestId) {
      const { body, headers } = errorMembers(wire);
      const shape = wire.service?.error(wire.error.code).shape;
      return {
        status: wire.status,
        headers: {
          "content-type": contentType,
          "x-amzn-RequestId": requestId,
          ...headers,
          ...queryErrorHeader(wire),
        },
        body: JSON.stringify({ __type: shape?.name ?? wire.error.code, ...body }),
      };
    },
  };
}

/**
 * Services that used to speak the Query protocol tell clients of that time the old error code:
 * `x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender`.
 */
export function queryErrorHeader(wire: WireError): WireReply["headers"] {
  if (!wire.service?.service.protocols.includes("awsQuery")) return {};
  const code = wire.service.error(wire.error.code).query?.code ?? wire.error.code;
  return { "x-amzn-query-error": `${code};${wire.fault}` };
}
