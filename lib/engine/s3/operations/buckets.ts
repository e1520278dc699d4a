import type {
  DeleteBucketRequest,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
} from "@aws-sdk/client-s3";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { bucketArn } from "../bucket.ts";
import type { S3Deps } from "../s3-deps.ts";
import { describeOwner } from "../owner.ts";

export function headBucket({ buckets }: S3Deps, input: HeadBucketRequest): HeadBucketOutput {
  const { name, region } = buckets.require(input.Bucket);
  return { BucketRegion: region, BucketArn: bucketArn(name), AccessPointAlias: false };
}

/** `LocationConstraint` is absent for us-east-1. */
export function getBucketLocation(
  { buckets }: S3Deps,
  input: GetBucketLocationRequest,
): GetBucketLocationOutput {
  const { region } = buckets.require(input.Bucket);
  return region === "us-east-1"
    ? {}
    : { LocationConstraint: region as NonNullable<GetBucketLocationOutput["LocationConstraint"]> };
}

/** Deletes a bucket that holds nothing, no version and no delete marker either. */
export function deleteBucket(
  { buckets, objects, uploads }: S3Deps,
  input: DeleteBucketRequest,
): object {
  const { name } = buckets.require(input.Bucket);
  if (!objects.isEmpty(name))
    throw new ServiceError("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, {
      BucketName: name,
    });
  for (const { uploadId } of uploads.list(name)) uploads.end(uploadId);
  buckets.delete(name);
  return {};
}

/** All buckets of the account, of whatever region. */
export function listBuckets(
  { buckets }: S3Deps,
  input: ListBucketsRequest,
  context: CallContext,
): ListBucketsOutput {
  const { ContinuationToken: after = "", Prefix: prefix, BucketRegion: region } = input;
  const limit = input.MaxBuckets ?? 10_000;
  const all = buckets
    .list()
    .filter(
      (bucket) =>
        bucket.name > after &&
        (prefix === undefined || bucket.name.startsWith(prefix)) &&
        (region === undefined || bucket.region === region),
    );
  const page = all.slice(0, limit);
  const described = input.MaxBuckets !== undefined || prefix !== undefined || region !== undefined;
  return {
    Buckets: page.map((bucket) => ({
      Name: bucket.name,
      CreationDate: new Date(bucket.createdMs),
      ...(described && { BucketRegion: bucket.region }),
    })),
    Owner: describeOwner(context.accountId),
    ...(all.length > page.length && { ContinuationToken: page.at(-1)?.name }),
    ...(prefix !== undefined && { Prefix: prefix }),
  };
}
