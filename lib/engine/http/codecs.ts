import { createAwsJsonCodec } from "./aws-json.ts";
import { awsQueryCodec } from "./aws-query.ts";
import type { Codec } from "./codec.ts";
import { restJsonCodec } from "./rest-json.ts";
import { restXmlCodec } from "./rest-xml.ts";
import { awsCborCodec, rpcCborCodec } from "./rpc-cbor.ts";
import type { Protocol } from "./service.ts";

const codecs: Readonly<Record<Protocol, Codec>> = {
  restJson1: restJsonCodec,
  "awsJson1.0": createAwsJsonCodec("1.0"),
  "awsJson1.1": createAwsJsonCodec("1.1"),
  awsQuery: awsQueryCodec,
  rpcv2Cbor: rpcCborCodec,
  "awsCbor1.1": awsCborCodec,
  restXml: restXmlCodec,
};

export const codecFor = (protocol: Protocol): Codec => codecs[protocol];
