import type { CreateBucketOutput, CreateBucketRequest } from "@aws-sdk/client-s3";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { bucketArn, checkBucketName } from "../bucket.ts";
import { notImplemented } from "../errors.ts";
import { refuseExtras } from "../object-properties.ts";
import type { S3Deps } from "../s3-deps.ts";
import { readTagSet } from "../tags.ts";

/** Makes a bucket. Making one's own again is an error, except in us-east-1, where S3 has always allowed it. */
export function createBucket(
  { buckets, clock }: S3Deps,
  input: CreateBucketRequest,
  { region }: CallContext,
): CreateBucketOutput {
  const { Bucket: name = "", CreateBucketConfiguration: configuration = {} } = input;
  checkBucketName(name);
  refuseExtras(input);
  if (
    configuration.Location ||
    configuration.Bucket ||
    input.BucketNamespace === "account-regional"
  )
    throw notImplemented("directory buckets", "there are general purpose buckets only.");
  checkLocation(configuration.LocationConstraint, region);
  if (buckets.get(name)) {
    if (region !== "us-east-1")
      throw new ServiceError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        409,
        { BucketName: name },
      );
  } else {
    const tags = readTagSet(configuration.Tags, 50);
    buckets.put({
      name,
      region,
      createdMs: clock.now(),
      ...(Object.keys(tags).length > 0 && { tags }),
    });
  }
  return { Location: `/${name}`, BucketArn: bucketArn(name) };
}

/** The region in the body has to be that of the endpoint; us-east-1 is never written down. */
function checkLocation(constraint: string | undefined, region: string): void {
  const meant = constraint === "EU" ? "eu-west-1" : constraint;
  if (meant === undefined || meant === "") {
    if (region === "us-east-1") return;
    throw new ServiceError(
      "IllegalLocationConstraintException",
      "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
      400,
    );
  }
  if (meant === "us-east-1" || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(meant))
    throw new ServiceError(
      "InvalidLocationConstraint",
      "The specified location-constraint is not valid",
      400,
      {
        LocationConstraint: meant,
      },
    );
  if (meant !== region)
    throw new ServiceError(
      "IllegalLocationConstraintException",
      `The ${meant} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      400,
    );
}
