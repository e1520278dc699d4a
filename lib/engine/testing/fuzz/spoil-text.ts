import { gzipSync } from "node:zlib";
import type { Protocol } from "../../http/service.ts";
import type { EncodedRequest } from "../encode-request.ts";
import type { Random } from "../random.ts";

const deep = 100_000;
/** Unpacked it is larger than any request may be. */
const gzipBomb = gzipSync(Buffer.alloc(80 * 1024 * 1024), { level: 1 });

/** Parts that cost the reader as much as a hundred plain requests are taken this rarely. */
const largeShare = 0.05;

const pickPart = <T>(random: Random, parts: readonly T[], large: readonly T[]): T =>
  random.pick(random.chance(largeShare) ? large : parts);

const jsonParts = [
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{"polluted":1}},',
  '"FunctionName":"f","FunctionName":"g",',
  '"Big":1e999,"Small":-1e-999,"Long":123456789012345678901234567890,',
  '"Lone":"\\ud800","Pair":"\\udc00\\ud800",',
  '"Bad":NaN,',
  "/* */",
];

const largeJsonParts = [
  `"Deep":${"[".repeat(deep)}${"]".repeat(deep)},`,
  `"Environment":${'{"Variables":'.repeat(deep)}1${"}".repeat(deep)},`,
];

function spoilJson(body: Buffer, random: Random): Buffer {
  const text = body.toString();
  const brace = text.indexOf("{", random.below(text.length));
  if (brace < 0)
    return Buffer.from(random.pick(["[", "1", '"a"', "null", "\ufeff{}", "{}{}", "{"]));
  return Buffer.from(
    text.slice(0, brace + 1) + pickPart(random, jsonParts, largeJsonParts) + text.slice(brace + 1),
  );
}

const formParts = [
  "&Entries.member.999999999.Id=x",
  "&MetricData.member.4294967296.MetricName=m",
  "&MetricData.member.-1.MetricName=m",
  "&AlarmNames.member.1=a&AlarmNames.member.1=b&AlarmNames.member.01=c",
  "&%zz=%",
  "&=&&==",
  "&__proto__.x=1&constructor.prototype.x=1",
  "&Action=Other",
  "&Version=",
  "&MetricData=text&MetricData.member=text",
  "&StartTime=yesterday&Period=1e3&MaxRecords=0x10",
];

const largeFormParts = [
  `&a${".b".repeat(20_000)}=x`,
  "&Tag".repeat(5000),
  Array.from({ length: 5000 }, (_, i) => `&AlarmNames.member.${i}=x`).join(""),
];

const xmlParts = [
  '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  "<![CDATA[ ]]]]><![CDATA[>]]>",
  "&#0;&#x110000;&#xD800;&nope;",
  "<!-- -- -->",
  "</Body>",
  "<a b='c' b='d' />",
  `<a ${" ".repeat(2000)}`,
];
const largeXmlParts = ["<a>".repeat(deep), "&amp;".repeat(deep), `<a ${"b='c' ".repeat(deep)}>`];

function spoilXml(body: Buffer, random: Random): Buffer {
  const text = body.toString();
  const at = text.indexOf(">", random.below(text.length)) + 1;
  const part = pickPart(random, xmlParts, largeXmlParts);
  return Buffer.from(text.slice(0, at) + part + text.slice(at));
}

function spoilForm(body: Buffer, random: Random): Buffer {
  return Buffer.concat([body, Buffer.from(pickPart(random, formParts, largeFormParts))]);
}

/** Heads of items that promise more than there is, or nest, or end nothing. */
const cborParts = [
  [0x9b, 0, 0, 0, 1, 0, 0, 0, 0],
  [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x5b, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff],
  [0x7f, 0x61, 0x61],
  [0xbf, 0x9f, 0x5f, 0x7f],
  [0xc2, 0x5a, 0x7f, 0xff, 0xff, 0xff],
  [0xc4, 0x82, 0x1a, 0x0f, 0xff, 0xff, 0xff, 0x01],
  [0xc1, 0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
  [0xa1, 0x69, ...Buffer.from("__proto__"), 0xa0],
  [0xff],
  [0xf8, 0x10],
  [0x1c],
];
const largeCborParts = [0x81, 0x9f, 0xc6].map((head) => Array.from({ length: deep }, () => head));

function spoilCbor(body: Buffer, random: Random): Buffer {
  const at = random.below(body.length + 1);
  const rest = random.chance(0.5) ? body.subarray(at) : Buffer.alloc(0);
  return Buffer.concat([
    body.subarray(0, at),
    Buffer.from(pickPart(random, cborParts, largeCborParts)),
    rest,
  ]);
}

/** `bytes` with some of them changed, taken out, doubled or cut off. */
export function spoilBytes(bytes: Buffer, random: Random): Buffer {
  let spoilt = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0 && spoilt.length > 0; times--) {
    const at = random.below(spoilt.length);
    const end = Math.min(spoilt.length, at + 1 + random.below(16));
    const kind = random.below(5);
    if (kind === 0) spoilt[at] = random.below(256);
    else if (kind === 1) spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8));
    else if (kind === 2) spoilt = Buffer.concat([spoilt.subarray(0, at), spoilt.subarray(end)]);
    else if (kind === 3) spoilt = Buffer.concat([spoilt.subarray(0, end), spoilt.subarray(at)]);
    else spoilt = Buffer.concat([spoilt.subarray(0, at), random.bytes(3), spoilt.subarray(at)]);
  }
  return random.chance(0.1) ? spoilt.subarray(0, random.below(spoilt.length + 1)) : spoilt;
}

/** The body with what is hard to read in its own language. */
export function spoilBody(body: Uint8Array, protocol: Protocol, random: Random): Buffer {
  const bytes = Buffer.from(body);
  if (random.chance(0.3)) return spoilBytes(bytes, random);
  if (protocol === "rpcv2Cbor" || protocol === "awsCbor1.1") return spoilCbor(bytes, random);
  if (protocol === "restXml") return spoilXml(bytes, random);
  return protocol === "awsQuery" ? spoilForm(bytes, random) : spoilJson(bytes, random);
}

type Spoiler = (request: EncodedRequest, random: Random) => EncodedRequest;

const withHeaders = (headers: Record<string, string>): Spoiler => {
  return (request) => ({ ...request, headers: { ...request.headers, ...headers } });
};

const packed = (request: EncodedRequest, body: Uint8Array): EncodedRequest => ({
  ...request,
  headers: { ...request.headers, "content-encoding": "gzip" },
  body,
});

const oddPaths = ["/%", "//", "/%00", "/a/%2e%2e/b", "/?Action", "/*", `/${"a/".repeat(4000)}`];

/** What goes wrong around the body. */
const headSpoilers: readonly Spoiler[] = [
  withHeaders({ "content-encoding": "gzip" }),
  (request) => packed(request, gzipSync(request.body)),
  (request, random) =>
    packed(request, random.chance(largeShare) ? gzipBomb : gzipSync(request.body).subarray(3)),
  withHeaders({ "content-encoding": "br" }),
  withHeaders({ "content-encoding": "aws-chunked" }),
  withHeaders({ "content-type": "text/html" }),
  withHeaders({ "content-type": "application/x-www-form-urlencoded; charset=utf-8" }),
  withHeaders({ "x-amz-target": "Nothing" }),
  withHeaders({ "x-amz-target": ".." }),
  withHeaders({ "x-amz-target": "AmazonSQS.__proto__" }),
  withHeaders({ "x-amz-target": "AmazonSQS.constructor" }),
  withHeaders({ authorization: "AWS4-HMAC-SHA256 Credential=a/b" }),
  withHeaders({ authorization: "Credential=/////aws4_request" }),
  withHeaders({ origin: "http://evil.example" }),
  withHeaders({ host: "evil.example" }),
  withHeaders({ host: "sqs.us-east-1.amazonaws.com" }),
  withHeaders({ expect: "100-continue" }),
  withHeaders({ "x-amzn-trace-id": "Root=\u00e9;=;" }),
  withHeaders({ "x-amz-invocation-type": "Never", "x-amz-client-context": "!!!" }),
  (request, random) => ({ ...request, path: random.pick(oddPaths) }),
  (request, random) => ({
    ...request,
    path: request.path + random.pick(["/", "?", "%", "/%zz", "?Marker=%ff&MaxItems=1e9", "#x"]),
  }),
  (request, random) => ({
    ...request,
    method: random.pick(["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]),
  }),
];

export const spoilHead: Spoiler = (request, random) => random.pick(headSpoilers)(request, random);
