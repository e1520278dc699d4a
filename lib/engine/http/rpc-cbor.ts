import { cbor, tag } from "@smithy/core/cbor";
import { queryErrorHeader } from "./aws-json.ts";
import type { Codec, Input } from "./codec.ts";
import { decodeCbor } from "./decode-cbor.ts";
import { errorMembers } from "./error-members.ts";
import { encodeEventStream } from "./event-stream.ts";
import { readJson, type ScalarForm, writeMembers } from "./json-values.ts";
import { ServiceError } from "./service.ts";

/** How two protocols put the same values into CBOR. */
interface Dialect {
  headers: Readonly<Record<string, string>>;
  /** What a time is counted in, as milliseconds. */
  tickMs: 1 | 1000;
  /** Whether an operation without output is answered with nothing at all. */
  hasEmptyAnswers: boolean;
}

/** Smithy RPC v2 CBOR: `/service/TARGET/operation/NAME`, spoken to CloudWatch by newer botocore. */
export const rpcCborCodec = createCborCodec({
  headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
  tickMs: 1000,
  hasEmptyAnswers: true,
});

/** AWS JSON 1.1 in CBOR, with the same target header, spoken to Kinesis by Java's clients. */
export const awsCborCodec = createCborCodec({
  headers: { "content-type": "application/x-amz-cbor-1.1" },
  tickMs: 1,
  hasEmptyAnswers: false,
});

function createCborCodec({ headers: own, tickMs, hasEmptyAnswers }: Dialect): Codec {
  const form: ScalarForm = {
    timestamp: (date) => tag({ tag: 1, value: date.getTime() / tickMs }),
    blob: (bytes) => bytes,
    number: (value) => value,
  };
  const headersOf = (requestId: string): Record<string, string> => ({
    ...own,
    "x-amzn-RequestId": requestId,
  });
  return {
    decode(operation, request) {
      if (request.body.length === 0) return {};
      let value: unknown;
      try {
        value = decodeCbor(request.body, tickMs);
      } catch {
        throw new ServiceError("SerializationException", "The request body is not valid CBOR", 400);
      }
      return readJson(operation.input, value) as Input;
    },

    encode(operation, output, requestId) {
      if (operation.output.isUnit && hasEmptyAnswers) {
        // The protocol wants neither a body nor its type where an operation has no output.
        const { "content-type": _, ...headers } = headersOf(requestId);
        return { status: 200, headers, body: "" };
      }
      const source = (output ?? {}) as Record<string, unknown>;
      const stream = operation.output.eventStream;
      if (stream)
        return encodeEventStream(operation.output, stream, source, headersOf(requestId), true);
      const body = cbor.serialize(writeMembers(operation.output.members, source, form));
      return { status: 200, headers: headersOf(requestId), body };
    },

    encodeError(wire, requestId) {
      const { body, headers } = errorMembers(wire);
      const name = wire.service?.error(wire.error.code).shape?.name ?? wire.error.code;
      return {
        status: wire.status,
        headers: { ...headersOf(requestId), ...headers, ...queryErrorHeader(wire) },
        body: cbor.serialize({ __type: name, ...body }),
      };
    },
  };
}
