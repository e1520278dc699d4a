import type {
  GetBucketCorsOutput,
  GetBucketPolicyOutput,
  GetBucketTaggingOutput,
  GetBucketVersioningOutput,
  PutBucketCorsRequest,
  PutBucketPolicyRequest,
  PutBucketTaggingRequest,
  PutBucketVersioningRequest,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../http/service.ts";
import { malformedXml } from "../../http/xml-tree.ts";
import { checkCorsRules } from "../cors-rules.ts";
import { notImplemented } from "../errors.ts";
import type { S3Deps } from "../s3-deps.ts";
import { describeTags, readTagSet } from "../tags.ts";

interface BucketReference {
  Bucket?: string | undefined;
}

export function getBucketVersioning(
  { buckets }: S3Deps,
  input: BucketReference,
): GetBucketVersioningOutput {
  const { versioning } = buckets.require(input.Bucket);
  return versioning ? { Status: versioning } : {};
}

export function putBucketVersioning(
  { buckets }: S3Deps,
  input: PutBucketVersioningRequest,
): object {
  const bucket = buckets.require(input.Bucket);
  const { Status: versioning, MFADelete: mfaDelete } = input.VersioningConfiguration ?? {};
  if (mfaDelete === "Enabled") throw notImplemented("MFADelete", "there are no users.");
  if (versioning !== "Enabled" && versioning !== "Suspended")
    throw versioning === undefined
      ? new ServiceError(
          "IllegalVersioningConfigurationException",
          "The Versioning element must be specified",
          400,
        )
      : malformedXml();
  buckets.put({ ...bucket, versioning });
  return {};
}

export function getBucketTagging(
  { buckets }: S3Deps,
  input: BucketReference,
): GetBucketTaggingOutput {
  const { name, tags } = buckets.require(input.Bucket);
  if (!tags)
    throw new ServiceError("NoSuchTagSet", "The TagSet does not exist", 404, { BucketName: name });
  return { TagSet: describeTags(tags) };
}

export function putBucketTagging({ buckets }: S3Deps, input: PutBucketTaggingRequest): object {
  const bucket = buckets.require(input.Bucket);
  buckets.put({ ...bucket, tags: readTagSet(input.Tagging?.TagSet, 50) });
  return {};
}

export function deleteBucketTagging({ buckets }: S3Deps, input: BucketReference): object {
  const { tags: _gone, ...bucket } = buckets.require(input.Bucket);
  buckets.put(bucket);
  return {};
}

export function getBucketCors({ buckets }: S3Deps, input: BucketReference): GetBucketCorsOutput {
  const { name, corsRules } = buckets.require(input.Bucket);
  if (!corsRules)
    throw new ServiceError(
      "NoSuchCORSConfiguration",
      "The CORS configuration does not exist",
      404,
      { BucketName: name },
    );
  return { CORSRules: [...corsRules] };
}

export function putBucketCors({ buckets }: S3Deps, input: PutBucketCorsRequest): object {
  const bucket = buckets.require(input.Bucket);
  const corsRules = input.CORSConfiguration?.CORSRules ?? [];
  checkCorsRules(corsRules);
  buckets.put({ ...bucket, corsRules });
  return {};
}

export function deleteBucketCors({ buckets }: S3Deps, input: BucketReference): object {
  const { corsRules: _gone, ...bucket } = buckets.require(input.Bucket);
  buckets.put(bucket);
  return {};
}

/** Policies are kept and given back; nobody is checked against them. */
export function getBucketPolicy(
  { buckets }: S3Deps,
  input: BucketReference,
): GetBucketPolicyOutput {
  const { name, policy } = buckets.require(input.Bucket);
  if (!policy)
    throw new ServiceError("NoSuchBucketPolicy", "The bucket policy does not exist", 404, {
      BucketName: name,
    });
  return { Policy: policy };
}

export function putBucketPolicy({ buckets }: S3Deps, input: PutBucketPolicyRequest): object {
  const bucket = buckets.require(input.Bucket);
  const policy = input.Policy ?? "";
  if (!isPolicy(policy))
    throw new ServiceError(
      "MalformedPolicy",
      "Policies must be valid JSON and the first byte must be '{'",
      400,
    );
  buckets.put({ ...bucket, policy });
  return {};
}

export function deleteBucketPolicy({ buckets }: S3Deps, input: BucketReference): object {
  const { policy: _gone, ...bucket } = buckets.require(input.Bucket);
  buckets.put(bucket);
  return {};
}

function isPolicy(text: string): boolean {
  if (!text.startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
