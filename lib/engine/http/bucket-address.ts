import type { IncomingHttpHeaders } from "node:http";
import { ServiceError } from "./service.ts";

/** What an S3 request is about: all buckets, one bucket or one object. */
export interface BucketAddress {
  bucket?: string;
  key?: string;
  /** The bucket is named by the host, so that the request cannot be meant for another service. */
  byHost: boolean;
}

const localHost =
  /^(?:(?<bucket>[a-z0-9][a-z0-9.-]*)\.)?(?:s3\.(?:[a-z0-9-]+\.)?)?(?:localhost|127\.0\.0\.1)$/;
const awsHost =
  /^(?:(?<bucket>[a-z0-9][a-z0-9.-]*)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}[a-z0-9-]*-\d)?\.amazonaws\.com(?:\.cn)?$/;
/** Prefixes of other services' hosts: they name no bucket. */
const otherPrefixes = /^(?:stream|streaming|sync|data|s3)$/;
/** Every request is asked for the bucket of its host, and most name the same one. */
const known = new Map<string, string | undefined>();
const mostKnown = 1000;

/**
 * The address of an S3 request, in path style (`/bucket/key`) or with the bucket in the host (`bucket.localhost`);
 * undefined for requests to other services. A path-style request is S3's when it is signed for S3.
 */
export function readBucketAddress(
  path: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
  service: string,
): BucketAddress | undefined {
  const bucket = bucketOfHost(headers.host);
  if (bucket !== undefined) {
    const key = decodeKey(path.slice(1));
    return { bucket, ...(key !== "" && { key }), byHost: true };
  }
  const signed =
    service === "s3" ||
    headers.authorization?.startsWith("AWS ") === true ||
    (query.has("AWSAccessKeyId") && query.has("Signature"));
  if (!signed) return undefined;
  const slash = path.indexOf("/", 1);
  const name = decodeKey(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? "" : decodeKey(path.slice(slash + 1));
  return { ...(name !== "" && { bucket: name }), ...(key !== "" && { key }), byHost: false };
}

/** The bucket that a host names, as in `photos.localhost:3211` and `photos.s3.eu-west-1.localhost`. */
export function bucketOfHost(host = ""): string | undefined {
  if (known.has(host)) return known.get(host);
  const bucket = readHost(host);
  if (known.size >= mostKnown) known.clear();
  known.set(host, bucket);
  return bucket;
}

function readHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const bucket = (localHost.exec(name) ?? awsHost.exec(name))?.groups?.bucket;
  if (bucket === undefined || otherPrefixes.test(bucket)) return undefined;
  return bucket.includes(".lambda-url.") || bucket.includes(".execute-api.") ? undefined : bucket;
}

function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError("InvalidURI", "Couldn't parse the specified URI.", 400);
  }
}
