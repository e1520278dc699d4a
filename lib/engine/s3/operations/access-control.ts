import type {
  GetBucketAclOutput,
  GetBucketAclRequest,
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  GetObjectAclOutput,
  GetObjectAclRequest,
} from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { findObject } from "../find-object.ts";
import { describeOwner } from "../owner.ts";
import type { S3Deps } from "../s3-deps.ts";

/** Every bucket is its owner's alone, as new buckets are on AWS. */
export function getBucketAcl(
  { buckets }: S3Deps,
  input: GetBucketAclRequest,
  { accountId }: CallContext,
): GetBucketAclOutput {
  buckets.require(input.Bucket);
  return ownersAlone(accountId);
}

export function getObjectAcl(
  { buckets, objects }: S3Deps,
  input: GetObjectAclRequest,
  { accountId }: CallContext,
): GetObjectAclOutput {
  const { name } = buckets.require(input.Bucket);
  findObject(objects, name, input.Key ?? "", input.VersionId);
  return ownersAlone(accountId);
}

/** What S3 gives every bucket since 2023. */
export function getBucketEncryption(
  { buckets }: S3Deps,
  input: GetBucketEncryptionRequest,
): GetBucketEncryptionOutput {
  buckets.require(input.Bucket);
  return {
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
          BucketKeyEnabled: false,
        },
      ],
    },
  };
}

function ownersAlone(accountId: string): GetBucketAclOutput {
  const owner = describeOwner(accountId);
  return {
    Owner: owner,
    Grants: [{ Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }],
  };
}
