import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { sendRaw, signedFor } from "../testing/send-raw.ts";
import { clientsFor, startEngine } from "../testing/start-engine.ts";

type Started = Awaited<ReturnType<typeof startEngine>>;
const clock = new ManualClock();
/** A new one for every test. */
let Bucket = "photos-0";
let started: Started;
let s3: S3Client;

beforeAll(async () => {
  started = await startEngine({ clock });
  ({ s3 } = started.clients);
});
beforeEach(async () => {
  Bucket = `photos-${Number(Bucket.slice(7)) + 1}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => started.stop());

const put = (Key: string, Body: PutObjectCommandInput["Body"], more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more: object = {}) => {
  const output = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...output, text: await output.Body?.transformToString() };
};
const list = (more: object = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));

test("an object comes back with its bytes and all that was said about it", async () => {
  await put("a/b c+é.txt", "hello", {
    ContentType: "text/plain",
    CacheControl: "no-cache",
    Metadata: { colour: "red" },
    Tagging: "kind=test&x=1",
  });
  const found = await read("a/b c+é.txt", { ChecksumMode: "ENABLED" });
  expect(found).toMatchObject({
    text: "hello",
    ETag: '"5d41402abc4b2a76b9719d911017c592"',
    ContentType: "text/plain",
    CacheControl: "no-cache",
    Metadata: { colour: "red" },
    TagCount: 2,
    ChecksumCRC32: "NhCmhg==",
  });
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "a/b c+é.txt" }));
  expect(TagSet).toEqual([
    { Key: "kind", Value: "test" },
    { Key: "x", Value: "1" },
  ]);
});

test("a streamed upload is unpacked from its chunks, and a part of it can be read", async () => {
  const pieces = [Buffer.alloc(70_000, 1), Buffer.from("end")];
  await put("stream", Readable.from(pieces), { ContentLength: 70_003 });
  const found = await read("stream", { Range: "bytes=69999-" });
  expect(found).toMatchObject({ text: "\u0001end", ContentRange: "bytes 69999-70002/70003" });
  await expect(read("stream", { Range: "bytes=70003-" })).rejects.toMatchObject({
    name: "InvalidRange",
    $metadata: { httpStatusCode: 416 },
  });
});

test("bytes that are not what the caller says about them are refused and leave nothing", async () => {
  const send = (headers: Record<string, string>) =>
    sendRaw(started.endpoint, {
      method: "PUT",
      path: `/${Bucket}/broken`,
      headers: { ...signedFor("s3"), ...headers },
      body: "hello",
    });
  expect((await send({ "content-md5": "XUFAKrxLKna5cZ2REBfFkg==" })).status).toBe(200);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "broken" }));
  const answers = [
    await send({ "content-md5": "XUFAKrxLKna5cZ2REBfFkw==" }),
    await send({ "x-amz-checksum-crc32": "AAAAAA==" }),
    await send({ "x-amz-checksum-sha256": "AAAA" }),
    await send({ "x-amz-content-sha256": "0".repeat(64) }),
  ];
  expect(answers.map(({ body }) => /<Code>(\w+)</.exec(body)?.[1])).toEqual([
    "BadDigest",
    "BadDigest",
    "BadDigest",
    "XAmzContentSHA256Mismatch",
  ]);
  expect((await list()).KeyCount).toBe(0);
});

test("conditions decide about reads and writes as S3 has them", async () => {
  const { ETag } = await put("one", "1");
  await expect(put("one", "2", { IfNoneMatch: "*" })).rejects.toMatchObject({
    name: "PreconditionFailed",
    Condition: "If-None-Match",
  });
  await expect(put("one", "2", { IfMatch: '"other"' })).rejects.toThrow("pre-conditions");
  await expect(put("none", "2", { IfMatch: ETag })).rejects.toMatchObject({ name: "NoSuchKey" });
  await put("one", "2", { IfMatch: ETag });
  const { ETag: second } = await read("one");
  await expect(read("one", { IfNoneMatch: second })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  await expect(read("one", { IfMatch: ETag })).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
  expect((await read("one", { IfModifiedSince: new Date(0) })).text).toBe("2");
});

test("keys are listed in the order of UTF-8, folded at the delimiter, page by page", async () => {
  for (const key of ["b", "a/1", "a/2", "a/x/3", "é", "z", "\u{1F600}", "\uFF5E"])
    await put(key, "");
  const all = await list();
  expect(all.Contents?.map(({ Key }) => Key)).toEqual([
    "a/1",
    "a/2",
    "a/x/3",
    "b",
    "z",
    "é",
    "\uFF5E",
    "\u{1F600}",
  ]);
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const page = await list({ Delimiter: "/", MaxKeys: 1, ContinuationToken: token });
    seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ""));
    seen.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
    token = page.NextContinuationToken;
  } while (token);
  expect(seen).toEqual(["a/", "b", "z", "é", "\uFF5E", "\u{1F600}"]);
  const inside = await list({ Delimiter: "/", Prefix: "a/" });
  expect(inside.CommonPrefixes).toEqual([{ Prefix: "a/x/" }]);
  expect((await list({ StartAfter: "b" })).KeyCount).toBe(4);
  expect((await list({ EncodingType: "url", Prefix: "é" })).Contents?.[0]?.Key).toBe("%C3%A9");
});

test("with versioning nothing is lost until its version is deleted", async () => {
  await put("note", "0");
  const Status = "Enabled";
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const { VersionId: first } = await put("note", "1");
  await put("note", "2");
  const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: "note" }));
  expect(marker.DeleteMarker).toBe(true);
  await expect(read("note")).rejects.toMatchObject({ name: "NoSuchKey" });
  expect((await read("note", { VersionId: first })).text).toBe("1");
  expect((await read("note", { VersionId: "null" })).text).toBe("0");
  const versions = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(versions.Versions?.map(({ Size, IsLatest }) => [Size, IsLatest])).toEqual([
    [1, false],
    [1, false],
    [1, false],
  ]);
  expect(versions.DeleteMarkers?.[0]).toMatchObject({ IsLatest: true, Key: "note" });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "note", VersionId: marker.VersionId }));
  expect((await read("note")).text).toBe("2");
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
  });
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }));
  const rest = await s3.send(
    new ListObjectVersionsCommand({
      Bucket,
      KeyMarker: page.NextKeyMarker,
      VersionIdMarker: page.NextVersionIdMarker,
    }),
  );
  expect(rest.Versions?.map(({ VersionId }) => VersionId)).toEqual(["null"]);
});

test("parts become one object, whose copy is no multipart object", async () => {
  const Key = "big";
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = async (PartNumber: number, Body: Uint8Array | string) => ({
    PartNumber,
    ETag: (await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))).ETag,
  });
  const complete = (Parts: object[]) =>
    s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
  const small = [await part(1, "small"), await part(2, "end")];
  await expect(complete(small)).rejects.toMatchObject({ name: "EntityTooSmall" });
  const parts = [await part(1, Buffer.alloc(5 * 1024 * 1024, 7)), await part(2, "end")];
  await expect(complete(parts.toReversed())).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(complete([{ PartNumber: 9, ETag: "x" }])).rejects.toMatchObject({
    name: "InvalidPart",
  });
  const { ETag } = await complete(parts);
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  await expect(complete(parts)).rejects.toMatchObject({ name: "NoSuchUpload" });
  expect((await read(Key, { PartNumber: 2 })).text).toBe("end");
  expect((await read(Key, { Range: "bytes=5242879-5242881" })).text).toBe("\u0007en");
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` }));
  const copy = await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
  expect(copy.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(copy.ContentLength).toBe(5_242_883);
});

test("a thousand objects go with one call, and the answer says what went", async () => {
  await put("a", "1");
  const Objects = [{ Key: "a" }, { Key: "never there" }];
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toEqual([{ Key: "a" }, { Key: "never there" }]);
  expect((await list()).KeyCount).toBe(0);
});

test("a bucket's region and name follow S3's rules", async () => {
  const west = clientsFor(started.endpoint, "eu-west-1").s3;
  const create = (client: S3Client, name: string, LocationConstraint?: string) =>
    client.send(
      new CreateBucketCommand({
        Bucket: name,
        ...(LocationConstraint && {
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as "eu-west-1" },
        }),
      }),
    );
  const unsaid = await sendRaw(started.endpoint, {
    method: "PUT",
    path: "/west-bucket",
    headers: signedFor("s3", "eu-west-1"),
  });
  expect(unsaid.body).toContain("<Code>IllegalLocationConstraintException</Code>");
  await create(west, "west-bucket", "eu-west-1");
  await expect(create(west, "west-bucket", "eu-west-1")).rejects.toMatchObject({
    name: "BucketAlreadyOwnedByYou",
  });
  await create(s3, Bucket);
  const location = await s3.send(new GetBucketLocationCommand({ Bucket: "west-bucket" }));
  expect(location.LocationConstraint).toBe("eu-west-1");
  expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe("us-east-1");
  for (const name of ["Upper", "a..b", "-a-", "10.0.0.1", "xn--abc"])
    await expect(create(s3, name)).rejects.toMatchObject({ name: "InvalidBucketName" });
  west.destroy();
});

test("what is not imitated is refused by name", async () => {
  await expect(s3.send(new GetBucketWebsiteCommand({ Bucket }))).rejects.toMatchObject({
    name: "NotImplemented",
    $metadata: { httpStatusCode: 501 },
  });
  await expect(put("x", "", { ACL: "public-read" })).rejects.toThrow("ACL 'public-read'");
  await expect(put("x", "", { SSEKMSKeyId: "key" })).rejects.toThrow("SSEKMSKeyId");
});

test("a bucket answers by its host, but nobody without a signature, and no signature lasts for ever", async () => {
  await put("page.html", "<p>");
  const host = `${Bucket}.localhost:1`;
  const get = (query: string, more: Record<string, string> = {}) =>
    sendRaw(started.endpoint, { path: `/page.html${query}`, headers: { host, ...more } });
  expect((await get("")).body).toContain("<Code>AccessDenied</Code>");
  const signed = "?X-Amz-Credential=k/20260101/us-east-1/s3/aws4_request&X-Amz-Signature=0";
  const fresh = `${signed}&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60`;
  const reply = await get(fresh);
  // A page out of a bucket has no origin of its own to act with.
  expect(reply).toMatchObject({ status: 200, headers: { "content-security-policy": "sandbox" } });
  expect((await get(`${fresh}&response-content-type=a%0d%0ab`)).status).toBe(400);
  await clock.advance(61_000);
  expect((await get(fresh)).body).toContain("Request has expired");
  // The host of a bucket leads to no other service.
  const target = { "x-amz-target": "AmazonSQS.ListQueues", ...signedFor("sqs") };
  const other = await sendRaw(started.endpoint, {
    method: "POST",
    path: "/",
    headers: { host, ...target },
  });
  expect(other.headers["content-type"]).toBe("application/xml");
});

test("a web page reaches a bucket only where the bucket's CORS rules let it", async () => {
  await put("data.json", "{}");
  const origin = "http://app.example";
  const ask = (method: string, headers: Record<string, string> = {}) =>
    sendRaw(started.endpoint, {
      method,
      path: `/${Bucket}/data.json`,
      headers: { ...signedFor("s3"), origin, ...headers },
    });
  expect((await ask("GET")).status).toBe(403);
  const CORSRules = [
    { AllowedMethods: ["GET"], AllowedOrigins: ["http://*.example"], AllowedHeaders: ["x-*"] },
  ];
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  const preflight = { "access-control-request-method": "GET" };
  expect((await ask("OPTIONS", preflight)).headers).toMatchObject({
    "access-control-allow-origin": origin,
  });
  expect((await ask("OPTIONS", { "access-control-request-method": "PUT" })).status).toBe(403);
  const got = await ask("GET");
  expect(got).toMatchObject({ status: 200, headers: { "access-control-allow-origin": origin } });
  expect((await ask("DELETE")).status).toBe(403);
  // The rules of a bucket open nothing but the bucket.
  const lambda = await sendRaw(started.endpoint, {
    path: "/2015-03-31/functions",
    headers: { ...signedFor("lambda"), origin },
  });
  expect(lambda.status).toBe(403);
});

test("what was stored is there after the engine has been started again", async () => {
  const homeDir = mkdtempSync(join(tmpdir(), "s3-"));
  const object = { Bucket: "kept-bucket", Key: "kept" };
  const first = await startEngine({ clock, homeDir });
  await first.clients.s3.send(new CreateBucketCommand(object));
  await first.clients.s3.send(new PutObjectCommand({ ...object, Body: "still here" }));
  await first.stop();
  const again = await startEngine({ clock, homeDir });
  const { Body } = await again.clients.s3.send(new GetObjectCommand(object));
  expect(await Body?.transformToString()).toBe("still here");
  await again.stop();
  rmSync(homeDir, { recursive: true, force: true });
});
