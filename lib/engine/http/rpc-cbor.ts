import { cbor, tag } from "@smithy/core/cbor";
import { queryErrorHeader } from "./aws-json.ts";
import type { Codec, Input } from "./codec.ts";
import { decodeCbor } from "./decode-cbor.ts";
import { errorMembers } from "./error-members.ts";
import { readJson, type ScalarForm, writeMembers } from "./json-values.ts";
import { ServiceError } from "./service.ts";

const cborForm: ScalarForm = {
  timestamp: (date) => tag({ tag: 1, value: date.getTime() / 1000 }),
  blob: (bytes) => bytes,
  number: (value) => value,
};

const headersOf = (requestId: string): Record<string, string> => ({
  "content-type": "application/cbor",
  "smithy-protocol": "rpc-v2-cbor",
  "x-amzn-RequestId": requestId,
});

/** Smithy RPC v2 CBOR: `/service/TARGET/operation/NAME`, spoken to CloudWatch by newer botocore. */
export const rpcCborCodec: Codec = {
  decode(operation, request) {
    if (request.body.length === 0) return {};
    let value: unknown;
    try {
      value = decodeCbor(request.body);
    } catch {
      throw new ServiceError("SerializationException", "The request body is not valid CBOR", 400);
    }
    return readJson(operation.input, value) as Input;
  },

  encode(operation, output, requestId) {
    if (operation.output.isUnit) {
      // The protocol wants neither a body nor its type where an operation has no output.
      const { "content-type": _, ...headers } = headersOf(requestId);
      return { status: 200, headers, body: "" };
    }
    const source = (output ?? {}) as Record<string, unknown>;
    const body = cbor.serialize(writeMembers(operation.output.members, source, cborForm));
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
